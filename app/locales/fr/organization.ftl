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
organization-retention = Conserver les exécutions (jours)
organization-retention-help = Ce délai après leur fin, les exécutions et leur sortie sont supprimées définitivement. 0 : jamais.
organization-output-cap = Conserver de chaque sortie (Mio)
organization-output-cap-help = De ce qu’une tentative écrit, trois quarts de cette taille depuis le début et le reste depuis la fin ; la page dit ce qui manque entre les deux. De 8 à 4 096.
