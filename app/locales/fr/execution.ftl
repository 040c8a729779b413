# Exécutions et leur terminal.
execution-title = Exécutions
execution-search = Rechercher par titre de tâche
execution-filter-state = État
execution-filter-state-all = Tous les états
execution-filter-task-clear = Afficher toutes les tâches
execution-filter-server-clear = Afficher tous les serveurs
execution-empty-title = Aucune exécution pour l’instant
execution-empty-text = Chaque lancement d’une tâche apparaît ici, avec sa sortie et son résultat.
execution-empty-action = Choisir une tâche
execution-empty-filter-title = Aucune exécution ne correspond
execution-empty-filter-text = Choisissez un autre état ou d’autres mots, ou affichez toutes les exécutions.
execution-empty-filter-all = Afficher toutes les exécutions

# États
execution-state-waiting = En attente
execution-state-queued = En file
execution-state-claimed = Démarrage
execution-state-running = En cours
execution-state-input-required = Attend une saisie
execution-state-cancelling = Annulation en cours
execution-state-succeeded = Réussie
execution-state-failed = Échouée
execution-state-timed-out = Délai dépassé
execution-state-cancelled = Annulée
execution-state-rejected = Refusée
execution-state-skipped = Ignorée
execution-state-lost = Perdue
execution-wait-dependency = Attend une autre tâche
execution-wait-approval = Attend une approbation
execution-wait-retry = Attend la prochaine tentative
execution-wait-concurrency = Attend une place libre
execution-wait-paused = En pause

# Colonnes et faits
execution-column-task = Tâche
execution-column-state = État
execution-column-server = Serveur
execution-column-duration = Durée
execution-column-by = Lancée par
execution-column-queued = Mise en file
execution-exit-code = Code de sortie
execution-exit-code-is = Code de sortie { $code }
execution-retry-of = Reprend
execution-retry-of-link = une exécution antérieure
execution-attempts = Tentatives
execution-attempt-number = Tentative
execution-output-size = Sortie
execution-cause = Cause
execution-timeline = Historique
execution-action = Ce qui a été exécuté

# Actions
execution-cancel = Annuler
execution-cancel-over = L’exécution est terminée.
execution-cancel-final = L’exécution est terminée ({ $state }). Il n’y a plus rien à annuler.
execution-input-over = La commande est terminée et ne lit plus rien. La saisie n’a pas été envoyée.
execution-input-full = La commande n’a pas lu la saisie précédente. Attendez qu’elle lise, ou annulez-la.
execution-input-no-terminal = Cette commande s’exécute sans terminal et ne lit donc aucune saisie. Donnez un terminal (PTY) à sa tâche et relancez-la.
execution-input-not-yet = La commande n’a pas encore démarré. Retapez quand elle s’exécute.
execution-cancel-asked = L’annulation est demandée. Le côté distant ne l’a pas encore confirmée.
execution-retry = Relancer
execution-retry-not-over = L’exécution n’est pas encore terminée.
execution-retry-active = L’exécution n’est pas encore terminée. Annulez-la ou attendez sa fin, puis relancez-la.
execution-retry-no-server = Le serveur de cette exécution a été supprimé. Recréez la tâche pour un autre serveur et lancez-la.

# Terminal
execution-terminal-label = Terminal : { $title }
execution-terminal-label-typing = Terminal : { $title }. Les touches vont à la commande ; Ctrl, Maj et X quittent le terminal.
execution-terminal-typing = La commande lit ce que vous tapez dans le terminal. Ctrl + Maj + X le quitte.
execution-terminal-download = Télécharger la sortie
execution-terminal-following = Suivi
execution-terminal-jump = Aller à la fin
execution-terminal-smaller = Texte plus petit
execution-terminal-larger = Texte plus grand
execution-terminal-full-screen = Plein écran
execution-terminal-find = Rechercher dans la sortie
execution-terminal-find-none = Introuvable
execution-terminal-gap = { $size } de sortie non conservés
execution-terminal-late = Les premiers { $size } de la sortie ne sont pas affichés.
execution-terminal-from-start = Afficher depuis le début
execution-terminal-dropped = Le terminal garde les { $lines } dernières lignes. Les précédentes sont dans le téléchargement.
execution-terminal-failed = Le terminal n’a pas pu être chargé. Rechargez la page ou téléchargez la sortie.
execution-terminal-excerpt = Voici ce qui entoure la ligne, de { $from } à { $to } de la sortie.
execution-terminal-wrap = Couper les longues lignes
execution-terminal-first-error = Première erreur
execution-terminal-first-error-is = Première erreur : { $line }
execution-terminal-first-error-none = Aucune ligne ne signale d’erreur.
execution-download = Télécharger
execution-download-raw = Telle quelle, avec les couleurs (.log)
execution-download-text = Texte brut, sans couleurs (.txt)
execution-download-asciicast = Enregistrement, asciicast v2 (.cast)
execution-connection-connecting = connexion
execution-connection-live = en direct
execution-connection-ended = complet
execution-connection-reconnecting = reconnexion dans { $seconds } s

# Pourquoi il n’y a rien à voir
execution-nothing-waiting = Pas encore démarrée.
execution-nothing-wait-dependency = Une autre tâche doit d’abord se terminer.
execution-nothing-wait-approval = Quelqu’un doit l’approuver avant son lancement.
execution-nothing-wait-retry = La dernière tentative a échoué. La suivante démarre après une pause.
execution-nothing-wait-concurrency = Trop d’exécutions de ce type sont en cours. Elle démarre dès qu’une place se libère.
execution-nothing-wait-paused = Sa tâche est en pause.
execution-nothing-queued = En file d’attente. Elle démarre dès qu’un worker est libre.
execution-nothing-claimed = Transmission à { $server }.
execution-nothing-running = La commande s’exécute sur { $server } et n’a encore rien écrit.
execution-nothing-input-required = La commande attend une saisie et n’a encore rien écrit.
execution-nothing-cancelling = L’annulation est demandée. { $server } ne l’a pas encore confirmée.
execution-nothing-succeeded = La commande s’est terminée sans rien écrire.
execution-nothing-failed = La commande a échoué avec le code de sortie { $code } sans rien écrire.
execution-nothing-timed-out = Le délai s’est écoulé avant que la commande n’écrive quoi que ce soit.
execution-nothing-cancelled = Annulée avant toute sortie.
execution-nothing-rejected = L’approbation a été refusée. La commande n’a jamais été lancée.
execution-nothing-skipped = Ignorée. La commande n’a jamais été lancée.
execution-nothing-lost = On ne peut pas savoir ce que la commande est devenue. Vérifiez sur { $server } avant de la relancer.

# Why it waits, what became of it
execution-trigger = Lancée par
execution-trigger-person = Une personne
execution-trigger-schedule = La planification
execution-trigger-dependency = Une autre tâche
execution-trigger-retry = Relance
execution-task-version = Version
execution-attempt-output = Télécharger la sortie de la tentative { $number }
execution-waiting-retry = La dernière tentative a échoué. La tentative { $attempt } sur { $most } démarre
execution-waiting-concurrency = Une autre exécution avec la clé « { $key } » est en cours. Celle-ci démarre quand elle sera terminée.
execution-waiting-dependency = Une autre tâche doit d’abord se terminer.
execution-waiting-approval = Quelqu’un doit l’approuver avant qu’elle ne démarre.
execution-waiting-paused = Sa tâche est en pause.
execution-queued-server = { $server } traite déjà { $most } exécutions, le maximum simultané pour un serveur. Celle-ci démarre dès que l’une d’elles se termine.
execution-queued-organization = { $most } exécutions de cette organisation sont en cours, le maximum simultané. Celle-ci démarre dès que l’une d’elles se termine.
execution-queued-ahead = { $ahead ->
    [0] Elle est la prochaine. Elle démarre dès qu’un worker est libre.
    [one] Une exécution la précède dans la file de ce serveur.
   *[other] { $ahead } exécutions la précèdent dans la file de ce serveur.
}
execution-resolve-title = Qu’est-elle devenue ?
execution-resolve-text = Le Studio a perdu la trace de cette exécution et ne peut pas la retrouver seul. Vérifiez sur le serveur, puis notez-le ici pour ceux qui viendront après vous. L’exécution reste perdue.
execution-resolve-verdict = Ce que vous avez constaté
execution-resolve-note = Note
execution-resolve-submit = Enregistrer
execution-resolve-not-lost = Seule une exécution perdue peut être élucidée : la fin de celle-ci est connue.
execution-resolve-twice = Quelqu’un a déjà noté ce qu’elle est devenue. Rechargez la page pour le voir.
execution-verdict-done = Elle a été faite
execution-verdict-done-help = Le travail a été fait. Rien n’est relancé.
execution-verdict-not-done = Elle n’a pas été faite
execution-verdict-not-done-help = Rien n’a été fait, et rien n’est relancé.
execution-verdict-retry = La relancer
execution-verdict-retry-help = Le même travail est mis en file aussitôt, comme nouvelle exécution.
execution-resolved-by = Noté par { $name }
execution-resolved-again = L’exécution qui la refait
execution-placed = { $fit ->
    [one] Le seul serveur qui convenait ; il en avait { $busy } à faire.
   *[other] Le moins occupé de { $fit } serveurs qui convenaient ; il en avait { $busy } à faire.
}
execution-place = Pourquoi là
execution-queued-no-server = Aucun serveur sain capable de le faire n’a de place. Dès que l’un d’eux en a, elle y commence.
execution-queued-no-server-with = Aucun serveur sain avec les étiquettes { $labels } capable de le faire n’a de place. Dès que l’un d’eux en a, elle y commence.
