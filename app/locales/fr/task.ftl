# Tâches : ce qui doit être fait.
task-arguments = Arguments
task-title = Tâches
task-new = Nouvelle tâche
task-search = Rechercher par titre
task-empty-title = Aucune tâche pour l’instant
task-empty-text = Une tâche est une commande ou l’appel d’un outil MCP sur l’un de vos serveurs, aussi souvent que vous le voulez, et dont la sortie est conservée.
task-empty-search-title = Aucune tâche ne correspond à « { $q } »
task-empty-search-text = Vérifiez l’orthographe ou affichez toutes les tâches.
task-empty-search-all = Afficher toutes les tâches
task-last-state = Dernier lancement
task-last-run = Quand
task-ran-last = Dernière exécution
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
task-section-limits = Limites et priorité
task-field-title = Titre
task-field-title-help = Le nom de la tâche dans les listes.
task-description = Description
task-kind = Ce qu’elle fait
task-kind-command = Exécuter une commande
task-kind-command-help = Sur l’hôte d’un serveur qui a un agent maître.
task-kind-call = Appeler un outil MCP
task-kind-call-help = Sur n’importe quel serveur, avec les arguments que vous donnez.
task-tool = Outil MCP
task-tool-help = Son nom, tel que le serveur le propose. La liste montre ceux du serveur choisi.
task-tool-unlisted = Les outils MCP de ce serveur ne peuvent pas être listés : { $why }
task-command = Commande
task-command-help = Exécutée par /bin/sh sur le serveur, avec l’utilisateur de son agent maître.
task-field-pty = Lui donner un terminal (PTY)
task-field-pty-help = Pour les programmes qui se comportent autrement sur un terminal : couleurs, barres de progression, plein écran.
task-pty = Sortie
task-pty-yes = Sur un terminal (PTY)
task-pty-no = Par des tubes
task-env = Environnement
task-env-help = Une variable par ligne, NOM=valeur. Une valeur sur plusieurs lignes s’écrit entre guillemets droits, avec \n pour chaque saut de ligne.
task-env-line = La ligne { $line } n’est pas une variable. Écrivez NOM=valeur, sans espace dans le nom ; une valeur entre guillemets droits est lue comme une chaîne JSON.
task-env-twice = « { $name } » y figure deux fois. N’en gardez qu’une.
task-server = Serveur
task-server-help = Les serveurs activés. Une commande exige un agent maître ; un outil MCP peut être appelé sur chacun d’eux.
task-server-calls-only = { $name } (outils MCP seulement)
task-server-choose = Choisissez un serveur
task-server-filter = Filtrer les serveurs par nom
task-cwd = Répertoire de travail
task-cwd-help = Vide : celui de l’agent maître.
task-cwd-none = Celui de l’agent maître
task-timeout = Durée maximale (secondes)
task-timeout-help = L’exécution est arrêtée après ce délai. Vide : aussi longtemps que l’installation le permet.
task-idle-timeout = Silence maximal (secondes)
task-idle-timeout-help = L’exécution est arrêtée si elle ne donne aucun signe pendant ce temps : ni sortie, ni progression.
task-limit-none = Pas de limite propre
task-priority = Priorité
task-priority-help = Les plus hautes quittent la file en premier.
task-priority-low = Basse
task-priority-medium = Moyenne
task-priority-high = Haute
task-priority-urgent = Urgente
task-no-servers-title = Aucun serveur où exécuter une tâche
task-no-servers-text = Une tâche a besoin d’un serveur activé.
task-no-servers-action = Ajouter un serveur
task-no-servers-list = Afficher les serveurs

# Exécutions d’une tâche
task-executions = Dernières exécutions
task-executions-all = Tout afficher
task-executions-empty-title = Pas encore lancée
task-executions-empty-text = Lancez la tâche pour voir sa sortie ici.

# Limits, retries, versions
task-queue-timeout = Attente maximale avant le démarrage (secondes)
task-queue-timeout-help = Ce qui n’a pas démarré d’ici là se termine par expiration. Vide : l’attente dure le temps qu’il faut.
task-timeout-fact = Durée maximale
task-idle-timeout-fact = Silence maximal
task-queue-timeout-fact = Attente maximale avant le démarrage
task-concurrency-key = Clé de concurrence
task-concurrency-key-help = Parmi toutes les exécutions de même clé, une seule est en cours à la fois ; les autres l’attendent.
task-section-retries = Nouvelles tentatives
task-max-attempts = Nombre maximal de tentatives
task-max-attempts-help = Vide : une seule tentative.
task-retry-delay = Pause avant la deuxième tentative (secondes)
task-retry-delay-help = Elle double à chaque tentative, jusqu’à une heure, et varie d’un cinquième. Vide : 10 secondes.
task-retry-exit-codes = Codes de sortie à retenter
task-retry-exit-codes-help = Des nombres séparés par des virgules. Vide : tous sauf 0.
task-retry-on = À retenter aussi
task-retry-transport = Le serveur était injoignable
task-retry-timeout = Un délai a expiré
task-retry-tool-error = L’outil MCP a signalé un échec
task-retries-none = Aucune
task-retries-some = Jusqu’à { $most } tentatives, la deuxième après { $delay }
task-versions = Versions
task-version = Version
task-version-by = Écrite par
task-version-at = Quand
task-version-what = Contenu
task-server-any = Tout serveur qui convient
task-server-any-with = Tout serveur avec { $labels }
task-labels = Étiquettes
task-labels-help = Des mots séparés par des virgules. Chaque exécution va au serveur sain le moins occupé qui les a toutes. Les serveurs reçoivent leurs étiquettes dans leurs paramètres.
task-labels-with-server = Les étiquettes choisissent parmi les serveurs, et l’un d’eux est déjà choisi. Omettez l’un des deux.
label-wrong = « { $label } » ne peut pas être une étiquette. Utilisez jusqu’à 40 lettres de a à z, chiffres, et . _ / - = entre eux.
label-too-many = Il y a trop d’étiquettes. Gardez-en { $max }.
