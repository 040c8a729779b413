# Das Gestaltungssystem und der Rahmen.
ui-app-name = MCP Agent Studio
ui-app-description = MCP-Server, ihre Agenten und ihre Werkzeuge von einem Ort aus betreiben: einen Server registrieren, eine Aufgabe darauf ausführen, ihre echte Ausgabe live verfolgen.
ui-back = Zurück
ui-breadcrumb = Wo Sie sind
ui-cancel = Abbrechen
ui-chart-failed = Das Diagramm kann nicht angezeigt werden. Seine Zahlen stehen in der Tabelle darunter.
ui-chart-left-out = Leere Zeilen sind weggelassen.
ui-chart-loading = Das Diagramm wird gezeichnet. Seine Zahlen stehen in der Tabelle darunter.
ui-chart-none = In dieser Zeit gibt es nichts.
ui-chart-table = Die Zahlen als Tabelle
ui-close = Schließen
ui-collapse = Navigation einklappen
ui-confirm-name = Geben Sie „{ $name }“ ein, um zu bestätigen
ui-copied = Kopiert
ui-copy = Kopieren
ui-dismiss = Ausblenden
ui-filter-apply = Anwenden
ui-first-page = Erste Seite
ui-form-invalid = { $count ->
    [one] Ein Feld braucht Ihre Aufmerksamkeit.
   *[other] { $count } Felder brauchen Ihre Aufmerksamkeit.
}
ui-language = Sprache
ui-live = live
ui-live-connecting = verbindet
ui-live-lost = Die Verbindung ist unterbrochen. Die Seite wird seltener aktualisiert.
ui-live-reconnecting = neue Verbindung in { $seconds } s
ui-loading = Wird geladen
ui-modules = Module
ui-modules-open = Navigation öffnen
ui-news = Neuigkeiten
ui-next-page = Nächste Seite
ui-no-organization = Keine Organisation
ui-optional = optional
ui-organization = Organisation
ui-organizations = Ihre Organisationen
ui-pages = Seiten der Liste
ui-page-loading = Wird geladen
ui-retry = Erneut versuchen
ui-stale = Unten steht, was zuletzt bekannt war.
ui-search = Suchen
ui-select-found = { $count } von { $all }
ui-show-secret = Eingabe anzeigen
ui-sign-out = Abmelden
ui-skip = Zum Inhalt springen
ui-step-done = erledigt
ui-step-failed = braucht Aufmerksamkeit
ui-theme = Darstellung
ui-theme-dark = Dunkel
ui-theme-light = Hell
ui-theme-system = Wie das System
ui-time-days-ago = { $count ->
    [one] gestern
   *[other] vor { $count } Tagen
}
ui-time-hours-ago = { $count ->
    [one] vor 1 Stunde
   *[other] vor { $count } Stunden
}
ui-time-in-days = { $count ->
    [one] morgen
   *[other] in { $count } Tagen
}
ui-time-in-hours = { $count ->
    [one] in 1 Stunde
   *[other] in { $count } Stunden
}
ui-time-in-minutes = { $count ->
    [one] in 1 Minute
   *[other] in { $count } Minuten
}
ui-time-in-seconds = { $count ->
    [one] in 1 Sekunde
   *[other] in { $count } Sekunden
}
ui-time-minutes-ago = { $count ->
    [one] vor 1 Minute
   *[other] vor { $count } Minuten
}
ui-time-now = gerade eben
ui-time-seconds-ago = { $count ->
    [one] vor 1 Sekunde
   *[other] vor { $count } Sekunden
}
ui-module-dashboard = Übersicht
ui-module-executions = Ausführungen
ui-module-mcp-tools = MCP-Tools
ui-module-servers = Server
ui-module-settings = Einstellungen
ui-module-tasks = Aufgaben
ui-user-menu = Konto
ui-user-settings = Ihre Einstellungen
ui-role-admin = Administrator
ui-role-manager = Manager
ui-role-operator = Operator
ui-role-owner = Inhaber
ui-role-viewer = Betrachter
