# Le système de présentation et le cadre.
ui-app-name = MCP Agent Studio
ui-app-description = Exploitez vos serveurs MCP, leurs agents et leurs outils depuis un seul endroit : enregistrez un serveur, lancez-y une tâche, suivez sa vraie sortie en direct.
ui-back = Retour
ui-breadcrumb = Où vous êtes
ui-cancel = Annuler
ui-chart-failed = Le graphique ne peut pas être affiché. Ses chiffres sont dans le tableau ci-dessous.
ui-chart-left-out = Les lignes vides sont omises.
ui-chart-loading = Le graphique se dessine. Ses chiffres sont dans le tableau ci-dessous.
ui-chart-none = Il n’y a rien sur cette période.
ui-chart-table = Les chiffres en tableau
ui-close = Fermer
ui-collapse = Replier la navigation
ui-confirm-name = Saisissez « { $name } » pour confirmer
ui-copied = Copié
ui-copy = Copier
ui-dismiss = Masquer
ui-filter-apply = Appliquer
ui-first-page = Première page
ui-form-invalid = { $count ->
    [one] Un champ est à revoir.
   *[other] { $count } champs sont à revoir.
}
ui-language = Langue
ui-live = en direct
ui-live-connecting = connexion
ui-live-lost = La connexion est interrompue. La page est mise à jour moins souvent.
ui-live-reconnecting = reconnexion dans { $seconds } s
ui-loading = Chargement
ui-modules = Modules
ui-modules-open = Ouvrir la navigation
ui-news = Nouvelles
ui-next-page = Page suivante
ui-no-organization = Aucune organisation
ui-optional = facultatif
ui-organization = Organisation
ui-organizations = Vos organisations
ui-pages = Pages de la liste
ui-page-loading = Chargement
ui-retry = Réessayer
ui-stale = Voici ce que l’on savait en dernier.
ui-search = Rechercher
ui-select-found = { $count } sur { $all }
ui-show-secret = Afficher la saisie
ui-sign-out = Se déconnecter
ui-skip = Aller au contenu
ui-step-done = terminée
ui-step-failed = à revoir
ui-theme = Thème
ui-theme-dark = Sombre
ui-theme-light = Clair
ui-theme-system = Comme le système
ui-time-days-ago = { $count ->
    [one] hier
   *[other] il y a { $count } jours
}
ui-time-hours-ago = { $count ->
    [one] il y a 1 heure
   *[other] il y a { $count } heures
}
ui-time-in-days = { $count ->
    [one] demain
   *[other] dans { $count } jours
}
ui-time-in-hours = { $count ->
    [one] dans 1 heure
   *[other] dans { $count } heures
}
ui-time-in-minutes = { $count ->
    [one] dans 1 minute
   *[other] dans { $count } minutes
}
ui-time-in-seconds = { $count ->
    [one] dans 1 seconde
   *[other] dans { $count } secondes
}
ui-time-minutes-ago = { $count ->
    [one] il y a 1 minute
   *[other] il y a { $count } minutes
}
ui-time-now = à l’instant
ui-time-seconds-ago = { $count ->
    [one] il y a 1 seconde
   *[other] il y a { $count } secondes
}
ui-module-dashboard = Tableau de bord
ui-module-executions = Exécutions
ui-module-mcp-tools = Outils MCP
ui-module-servers = Serveurs
ui-module-settings = Paramètres
ui-module-tasks = Tâches
ui-user-menu = Compte
ui-user-settings = Vos paramètres
ui-role-admin = Administrateur
ui-role-manager = Gestionnaire
ui-role-operator = Opérateur
ui-role-owner = Propriétaire
ui-role-viewer = Lecteur
