# Tâches : ce qui doit être fait.
task-title = Tâches
task-new = Nouvelle tâche
task-search = Rechercher par titre
task-empty-title = Aucune tâche pour l’instant
task-empty-text = Une tâche est une commande qui s’exécute sur l’un de vos serveurs, aussi souvent que vous le voulez, et dont la sortie est conservée.
task-empty-search-title = Aucune tâche ne correspond à « { $q } »
task-empty-search-text = Vérifiez l’orthographe ou affichez toutes les tâches.
task-empty-search-all = Afficher toutes les tâches
task-last-state = Dernier lancement
task-last-run = Quand
task-never-run = Jamais lancée

# Actions
task-run = Lancer
task-edit = Modifier
task-edit-title = Modifier { $title }
task-more = Autres actions
task-delete = Supprimer
task-delete-title = Supprimer « { $title } » ?
task-delete-text = La tâche est supprimée définitivement. Ses exécutions et leur sortie restent.
task-delete-submit = Supprimer la tâche
task-create = Créer
task-create-and-run = Créer et lancer
task-save = Enregistrer
task-cancel = Annuler

# Formulaire
task-section-what = Quoi
task-section-where = Où
task-section-limits = Limites et priorité
task-field-title = Titre
task-field-title-help = Le nom de la tâche dans les listes.
task-description = Description
task-command = Commande
task-command-help = Exécutée par /bin/sh sur le serveur, avec l’utilisateur de son agent maître.
task-field-pty = Lui donner un terminal (PTY)
task-field-pty-help = Pour les programmes qui se comportent autrement sur un terminal : couleurs, barres de progression, plein écran.
task-pty = Sortie
task-pty-yes = Sur un terminal (PTY)
task-pty-no = Par des tubes
task-env = Environnement
task-server = Serveur
task-server-help = Les serveurs activés qui ont un agent maître.
task-server-choose = Choisissez un serveur
task-cwd = Répertoire de travail
task-cwd-help = Vide : celui de l’agent maître.
task-cwd-none = Celui de l’agent maître
task-timeout = Durée maximale (secondes)
task-timeout-help = La commande est arrêtée après ce délai. Vide : aussi longtemps que l’installation le permet.
task-idle-timeout = Silence maximal (secondes)
task-idle-timeout-help = La commande est arrêtée si elle n’écrit rien pendant ce temps.
task-limit-none = Pas de limite propre
task-priority = Priorité
task-priority-help = Les plus hautes quittent la file en premier.
task-priority-low = Basse
task-priority-medium = Moyenne
task-priority-high = Haute
task-priority-urgent = Urgente
task-no-servers-title = Aucun serveur ne peut encore exécuter de commande
task-no-servers-text = Une tâche a besoin d’un serveur activé avec un agent maître.
task-no-servers-action = Ajouter un serveur
task-no-servers-list = Afficher les serveurs

# Exécutions d’une tâche
task-executions = Dernières exécutions
task-executions-all = Tout afficher
task-executions-empty-title = Pas encore lancée
task-executions-empty-text = Lancez la tâche pour voir sa sortie ici.
