# Organisations : une de plus, et les paramètres de l’une d’elles.
organization-new = Nouvelle organisation
organization-new-intro = Un espace séparé pour des serveurs et des tâches, avec ses propres membres. Vous en serez propriétaire.
organization-new-submit = Créer l’organisation
organization-new-back = Retour à la page d’accueil
organization-name = Nom
organization-name-help = Le nom de votre entreprise ou équipe, tel que ses membres le verront.
organization-slug = Adresse
organization-slug-help = Le mot qui figure dans les URL et dans l’API. Il reste le même quand le nom change, pour que les liens continuent de fonctionner.
organization-since = Création
organization-too-many = Vous possédez { $max } organisations, le maximum pour une personne. Utilisez l’une d’elles, ou demandez à quelqu’un d’autre de créer celle-ci et de vous inviter.
