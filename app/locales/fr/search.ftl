# Recherche dans une organisation.
search-title = Recherche
search-label = Nom, titre, adresse ou identifiant d’exécution
search-all = Tout afficher avec ces mots
search-start-title = Que cherchez-vous ?
search-empty-title = Rien ne correspond à « { $q } »
search-empty-text = Les serveurs se trouvent par leur nom et leur adresse, les outils MCP par leur nom et leur titre, les tâches et les exécutions récentes par leur titre, toute exécution par le début de son identifiant.
