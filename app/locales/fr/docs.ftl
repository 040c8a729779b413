# La page qui décrit l’API.
docs-access-needed = Demande un jeton ou une session.
docs-access-open = Ouvert à tous.
docs-answers = Réponses
docs-body = Corps de la requête
docs-contents = Sommaire
docs-description = Description
docs-example = Exemple
docs-name = Nom
docs-parameters = Paramètres
docs-place = Dans
docs-required = obligatoire
docs-schemas = Types
docs-status = Statut
docs-title = Référence de l’API
docs-type = Type
