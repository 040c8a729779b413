# Serveurs et assistant qui les enregistre.
server-title = Serveurs
server-add = Ajouter un serveur
server-add-local = Ajouter cette machine
server-add-local-text = La machine qui héberge ce Studio a un agent maître. Elle peut être votre premier serveur.
server-search = Rechercher par nom
server-filter-status-all = Tous les états
server-column-name = Nom
server-column-status = État
server-column-latency = Latence
server-column-master-agent = Agent maître
server-column-checked = Vérifié
server-empty-title = Aucun serveur pour l’instant
server-empty-text = Enregistrez un serveur MCP distant. S’il a un agent maître, le Studio peut y lancer des commandes.
server-empty-search-title = Aucun serveur ne correspond à « { $q } »
server-empty-search-text = Vérifiez l’orthographe ou affichez tous les serveurs.
server-empty-search-all = Afficher tous les serveurs
server-empty-filter-title = Aucun serveur ne correspond
server-empty-filter-text = Choisissez un autre état ou d’autres mots, ou affichez tous les serveurs.

# État et faits
server-status-disabled = Désactivé
server-status-unknown = Pas encore vérifié
server-status-healthy = En bon état
server-status-unreachable = Injoignable
server-status-unauthorized = Non authentifié
server-fact-enabled = Activé
server-fact-reachable = Joignable
server-fact-authenticated = Authentifié
server-yes = Oui
server-no = Non
server-unknown = Inconnu
server-fact-enabled-yes = Vérifié en arrière-plan et utilisé par les tâches.
server-fact-enabled-no = Désactivé par un membre. Ni vérifié, ni utilisé par les tâches.
server-fact-reachable-yes = Il a répondu à la dernière vérification.
server-fact-reachable-no = Il n’a pas répondu à la dernière vérification.
server-fact-reachable-unknown = Pas encore vérifié.
server-fact-authenticated-yes = Il a accepté les identifiants.
server-fact-authenticated-no = Il n’a pas accepté les identifiants.
server-fact-authenticated-unknown = Connu dès qu’il répondra.
server-attempt = Vérifications échouées de suite : { $attempt }. Prochaine vérification :
server-remedy = Que faire

# Détail
server-connection = Connexion
server-latency = Latence

server-none = –
server-url = Adresse
server-description = Description
server-auth = Authentification
server-auth-none = Aucune
server-auth-bearer = Jeton
server-auth-headers = En-têtes propres
server-auth-basic = Nom d’utilisateur et mot de passe
server-protocol = Protocole
server-implementation = Implémentation
server-last-check = Dernière vérification
server-next-check = Prochaine vérification
server-created = Enregistré
server-master-agent = Agent maître
server-master-agent-none = Aucun agent maître trouvé. Ses propres outils MCP sont utilisables ; les commandes exigent un agent maître sur l’hôte.
server-master-agent-version = Version
server-master-agent-host = Hôte
server-master-agent-system = Système
server-master-agent-instance = Installation
server-capabilities = Capacités
server-not-checked = Inconnu avant la première vérification réussie.
server-work = Travail sur ce serveur
server-see-executions = Exécutions sur ce serveur
server-create-task = Créer une tâche
server-check = Vérifier maintenant
server-edit = Modifier
server-enable = Activer
server-disable = Désactiver
server-more = Autres actions
server-delete-title = Supprimer { $name } ?
server-delete-text = Le serveur et ses tâches sont supprimés, sans retour possible ; leurs exécutions restent dans la liste. L’hôte lui-même n’est pas touché.
server-delete-submit = Supprimer le serveur
server-delete-active = Une exécution est en cours sur ce serveur. Attendez sa fin ou annulez-la, puis supprimez le serveur.
server-cancel = Annuler

# Santé au fil du temps
server-health = Santé
server-health-range = Période
server-health-range-24h = 24 heures
server-health-range-7d = 7 jours
server-health-range-30d = 30 jours
server-health-uptime = Disponibilité, { $range }
server-health-uptime-help = Part des vérifications réussies pendant que le serveur était activé.
server-health-summary = Santé, { $range } : { $passed } vérifications réussies sur { $checks }.
server-health-now = maintenant
server-health-cell = { $start } : vérifications réussies { $passed } sur { $checks }
server-health-cell-round-trip = { $start } : vérifications réussies { $passed } sur { $checks }, aller-retour { $mean } en moyenne, { $slowest } au plus
server-health-cell-empty = { $start } : pas de vérification
server-health-legend-up = Toutes les vérifications réussies
server-health-legend-mixed = Quelques vérifications échouées
server-health-legend-down = Toutes les vérifications échouées
server-health-legend-empty = Pas de vérification
server-health-round-trip = Aller-retour d’une vérification : { $mean } en moyenne, { $slowest } au plus
server-health-table = Les chiffres en tableau
server-health-column-start = Début
server-health-column-passed = Vérifications réussies
server-health-column-mean = Aller-retour moyen
server-health-column-slowest = Le plus long
server-health-passed = { $passed } sur { $checks }
server-health-none = Aucune vérification pendant cette période.
server-health-changes = Ce qui a changé
server-health-lasted = pendant { $duration }

server-steps = Vérifier étape par étape
server-steps-text = Montre quelle étape fonctionne et laquelle échoue, avec sa durée et ce qu’il faut faire. Rien n’est enregistré.
server-steps-passed = Toutes les vérifications ont réussi.
server-steps-failed = Toutes les vérifications n’ont pas réussi. Corrigez ce qui est décrit, puis relancez-les.

# Formulaire
server-name = Nom
server-name-help = Court et unique dans cette organisation, par exemple « build-01 ».
server-description-help = À quoi il sert, qui s’en occupe.
server-url-help = Où écoute son point d’accès MCP, par exemple https://build-01.example.com/mcp.
server-token = Jeton
server-token-help = Pour un agent maître, le jeton maître : lancez « master-agent token » sur l’hôte pour l’afficher.
server-token-kept = Un jeton est conservé. Laissez vide pour le garder. Si l’adresse mène à un autre hôte, saisissez le jeton de celui-ci.
server-username = Nom d’utilisateur
server-password = Mot de passe
server-password-help = Envoyé avec chaque requête (HTTP Basic).
server-password-kept = Un nom d’utilisateur et un mot de passe sont conservés. Laissez les deux vides pour les garder. Si l’adresse mène à un autre hôte, saisissez ceux de celui-ci.
server-headers = En-têtes
server-headers-help = Un par ligne, par exemple « X-Api-Key: abc123 ». Envoyés avec chaque requête, conservés chiffrés.
server-headers-kept = Des en-têtes sont conservés. Laissez vide pour les garder ; ce que vous saisissez les remplace tous. Si l’adresse mène à un autre hôte, saisissez ceux de celui-ci. Un par ligne, par exemple « X-Api-Key: abc123 ».
server-auth-again = Les identifiants conservés ne sont pas envoyés à un autre hôte ou port. Saisissez ceux de la nouvelle adresse, ou choisissez « Aucune » comme authentification.
server-headers-line = La ligne { $line } n’est pas un en-tête. Écrivez « Nom: valeur » ; le nom se compose de lettres, chiffres, tirets, points et tirets bas.
server-headers-reserved = « { $name } » est posé par MCP ou par la connexion elle-même. Retirez-le.
server-headers-twice = « { $name } » figure deux fois. N’en gardez qu’un.
server-headers-many = Au plus { $max } en-têtes peuvent être envoyés.
server-tabs = Parties de { $name }
server-tab-overview = Aperçu
server-settings-look-only = Votre rôle ne permet pas de modifier ce serveur. Adressez-vous à un propriétaire, un administrateur ou un gestionnaire.
server-use = Utilisation
server-delete-tasks = Tâches, supprimées avec lui
server-delete-mcp-tools = Outils MCP, supprimés avec lui
server-delete-executions = Exécutions, qui restent
server-save = Enregistrer

# Assistant
server-wizard-title = Ajouter un serveur
server-wizard-step-basics = Essentiel
server-wizard-step-validation = Validation
server-wizard-basics-question = Quel serveur ?
server-wizard-next = Suivant
server-wizard-validation-question = Fonctionne-t-il ?
server-wizard-checks = Vérifications de { $name }
server-wizard-run = Lancer les vérifications
server-wizard-run-again = Relancer
server-wizard-running = Les vérifications sont en cours.
server-wizard-passed = Toutes les vérifications ont réussi. « { $name } » sera ajouté, vérifié en arrière-plan et prêt pour des tâches.
server-wizard-failed = Des vérifications ont échoué. Corrigez ce qui est décrit, puis relancez-les. Vous pouvez aussi ajouter « { $name } » malgré tout : il sera vérifié en arrière-plan et utilisé dès qu’il fonctionnera.
server-wizard-not-run = Les vérifications n’ont pas encore eu lieu.
server-wizard-submit = Ajouter le serveur
server-wizard-submit-anyway = Ajouter malgré tout
server-wizard-wait-running = Attendez la fin des vérifications.
server-wizard-wait-not-run = Lancez d’abord les vérifications.
server-wizard-interrupted = Les vérifications ont été interrompues.
server-check-pending = En attente
server-check-running = En cours
server-check-passed = Réussie
server-check-failed = Échouée
server-check-skipped = Omise

# Import et export
server-import = Importer un mcp.json
server-import-title = Importer des serveurs
server-import-intro = Reprenez les serveurs de Claude, Cursor, VS Code, Windsurf, Cline ou Zed. Vous voyez d’abord ce que chacun deviendrait ; rien n’est encore ajouté.
server-import-file = Fichier
server-import-file-problem = Ce fichier est illisible. Choisissez un fichier texte de { $max } ko au plus.
server-import-text = Contenu de mcp.json
server-import-text-help = Le fichier entier, avec ou sans commentaires. Il est conservé chiffré pendant un jour, le temps de terminer l’import.
server-import-preview = Voir ce qu’il contient
server-import-preview-title = Serveurs du fichier
server-import-summary = { $possible } sur { $count } peuvent être importés. Ceux que vous choisissez sont ajoutés ensemble, ou aucun si l’un d’eux échoue.
server-import-column-choose = Importer
server-import-column-verdict = Résultat
server-import-choose = Importer { $name }
server-import-ready = Prêt
server-import-needs = { $count ->
    [one] Il manque une valeur
   *[other] Il manque { $count } valeurs
}
server-import-refused = Import impossible
server-import-disabled = Son client l’a désactivé.
server-import-headers-left-out = Omis, car MCP le définit lui-même : { $headers }
server-import-need-header = Placé dans un en-tête envoyé à { $servers }, à la place de { $name }. Conservé chiffré.
server-import-need-url = Fera partie de l’adresse de { $servers }, à la place de { $name }. Les membres la voient.
server-import-submit = Importer les serveurs choisis
server-import-again = Coller autre chose
server-import-none-possible = Aucun serveur de ce fichier ne peut être importé.
server-import-nothing = Choisissez au moins un serveur.
server-imported = { $count ->
    [one] Un serveur a été importé. Il est en cours de vérification.
   *[other] { $count } serveurs ont été importés. Ils sont en cours de vérification.
}
server-import-too-long = Le texte dépasse { $max } ko. Collez seulement la partie qui contient les serveurs.
server-import-not-json = Ce n’est pas du JSON : voyez la ligne { $line }, colonne { $column }.
server-import-shape = Les serveurs doivent figurer dans un objet, chacun sous son nom : « mcpServers » contient des noms, et chaque nom une « url ».
server-import-none = Ce texte ne contient aucun serveur. Ils figurent sous « mcpServers » (Claude, Cursor), « servers » (VS Code) ou « context_servers » (Zed).
server-import-too-many = Ce texte contient { $count } serveurs ; { $max } au plus peuvent être importés à la fois. Divisez-le.
server-import-refusal-stdio = Il est lancé comme programme sur la machine de son utilisateur ({ $detail }). Placez devant lui un proxy tel que supergateway, qui le rend accessible en HTTP, et enregistrez cette adresse.
server-import-refusal-sse = Il utilise l’ancien transport HTTP+SSE. Prenez son adresse plus récente, souvent terminée par /mcp, ou placez devant lui un proxy qui parle le HTTP « streamable ».
server-import-refusal-transport = Le transport « { $detail } » est inconnu. Utilisez « http ».
server-import-refusal-duplicate = Un autre serveur du fichier porte le même nom. Renommez l’un des deux.
server-import-refusal-taken = Un serveur de ce nom est déjà enregistré. Renommez l’un des deux.
server-import-refusal-name = Son nom doit compter de 1 à 80 caractères, sur une ligne.
server-import-refusal-no-address = Il n’a ni adresse ni commande. Donnez-lui une « url ».
server-import-refusal-url = « { $detail } » n’est pas une adresse complète commençant par http:// ou https://.
server-import-refusal-url-credentials = Son adresse contient un nom d’utilisateur ou un mot de passe. Mettez-les dans un en-tête « Authorization ».
server-import-refusal-shape = « { $detail } » n’est pas du bon type.
server-import-refusal-sign-in = Il s’authentifie par « { $detail } », qui ne peut pas être repris. Ajoutez plutôt le serveur avec un jeton.
server-import-refusal-variable = { $detail } ne peut être demandé à personne. Mettez sa valeur à la place.
server-import-refusal-header = L’en-tête « { $detail } » ne peut pas être envoyé. Un nom se compose de lettres, chiffres, tirets, points et tirets bas ; 32 en-têtes au plus.
server-export = Exporter sans les secrets
server-export-claude = Pour Claude Code
server-export-cursor = Pour Cursor
server-export-vscode = Pour VS Code
server-labels = Étiquettes
server-labels-help = Des mots pour ce qu’il est ou possède, séparés par des virgules, par exemple gpu, zone=eu. Les tâches peuvent s’exécuter sur tout serveur qui a les étiquettes demandées.
