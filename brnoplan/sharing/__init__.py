"""How a plan or an item goes elsewhere: short addresses, cards in other sites, pictures, paper."""
