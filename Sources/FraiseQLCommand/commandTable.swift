/// Every command of the tool, in the order of the help.
let commandTable: [CommandDefinition] = [
    planCommand,
    migrateCommand,
    upgradeCommand,
    downgradeCommand,
    applyCommand,
    schemaCommand,
    explainCommand,
    checkCommand,
    versionCommand,
]
