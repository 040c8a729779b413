# Die Befehlspalette.
palette-open = Suchen
palette-title = Befehlspalette
palette-label = Überall hin, alles ausführen
palette-list = Was Sie wählen können
palette-recent = Zuletzt verwendet
palette-pages = Seiten
palette-actions = Aktionen
palette-run = Ausführen: { $name }
palette-check = Prüfen: { $name }
palette-cancel = Abbrechen: { $name }
palette-organization = Wechseln zu { $name }
palette-theme = Farbschema: { $name }
palette-language = Sprache: { $name }
palette-settings = Einstellungen: { $name }
palette-count = { $count ->
    [one] 1 Auswahl
   *[other] { $count } zur Auswahl
}
