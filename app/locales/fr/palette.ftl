# La palette de commandes.
palette-open = Rechercher
palette-title = Palette de commandes
palette-label = Aller partout, lancer toute action
palette-list = Ce que vous pouvez choisir
palette-recent = Récemment utilisés
palette-pages = Pages
palette-actions = Actions
palette-run = Lancer : { $name }
palette-check = Vérifier : { $name }
palette-cancel = Annuler : { $name }
palette-organization = Passer à { $name }
palette-theme = Thème : { $name }
palette-language = Langue : { $name }
palette-settings = Paramètres : { $name }
palette-count = { $count ->
    [one] { $count } choix
   *[other] { $count } choix
}
