"""Effect of innovatieplannen: the plan, the panel, one headline estimate, what undermines it, the words."""
