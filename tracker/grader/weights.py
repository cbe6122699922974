"""Where canonical weights go in a learner's module: by canonical name, by a known alias, or through their own hook.

The alias table is data (`ALIASES`), shown in the statements. Nothing here needs torch until weights are copied.
"""
