# Première page d’une organisation.
dashboard-title = Tableau de bord
dashboard-steps-title = Premiers pas
dashboard-steps-intro = Trois étapes, d’une organisation vide à un travail accompli.
dashboard-step-done = Fait
dashboard-step-next = À faire
dashboard-step-later = Plus tard
dashboard-step-unavailable = Pas dans cette version
dashboard-step-server = Ajouter un serveur
dashboard-step-server-text = Un serveur MCP distant. S’il a un agent maître, le Studio peut y lancer des commandes.
dashboard-step-server-action = Ajouter un serveur
dashboard-step-task = Lancer une tâche
dashboard-step-task-text = Écrivez une commande une seule fois, lancez-la quand vous voulez et suivez sa sortie en direct.
dashboard-step-task-action = Créer une tâche
dashboard-step-task-run-action = Voir vos tâches
dashboard-step-agent = Créer un agent
dashboard-step-agent-text = Un exécutant nommé, sur un serveur. Cette version n’a pas encore d’agents.
dashboard-servers = Serveurs
dashboard-servers-note = { $healthy } sur { $count } en bon état
dashboard-servers-none = Aucun pour l’instant
dashboard-active = Exécutions actives
dashboard-active-note = { $running } en cours, { $waiting } en attente, { $cancelling } en cours d’annulation
dashboard-today = Terminées aujourd’hui
dashboard-today-note = { $succeeded } réussies, { $failed } non
dashboard-today-none = Aucune pour l’instant
dashboard-rate = Taux de réussite aujourd’hui
dashboard-rate-week = { $percent } sur les sept jours précédents
dashboard-rate-week-none = Aucune exécution sur les sept jours précédents
dashboard-waiting = Ce qui attend quelqu’un
dashboard-waiting-none = Rien ne vous attend.
dashboard-waiting-input = { $count ->
    [one] Une exécution attend une saisie
   *[other] { $count } exécutions attendent une saisie
}
dashboard-waiting-lost = { $count ->
    [one] Une exécution perdue ces sept derniers jours : vérifiez ce qu’elle est devenue
   *[other] { $count } exécutions perdues ces sept derniers jours : vérifiez ce qu’elles sont devenues
}
dashboard-waiting-more = { $count ->
    [one] Un autre serveur est inutilisable
   *[other] { $count } autres serveurs sont inutilisables
}
dashboard-now = En ce moment
dashboard-now-executions = Exécutions
dashboard-now-none = Aucune en cours
dashboard-outcomes = Comment les exécutions se sont-elles terminées ces dernières 24 heures ?
dashboard-outcomes-quarter = Quart d’heure à partir de
dashboard-outcome-succeeded = Réussies
dashboard-outcome-failed = Échouées ou hors délai
dashboard-outcome-lost = Perdues
dashboard-outcome-stopped = Annulées, refusées ou ignorées
dashboard-failures = Derniers échecs
dashboard-failures-reason = Cause
dashboard-failures-ended = Fin
dashboard-latest = Dernières exécutions
dashboard-latest-all = Toutes les exécutions
