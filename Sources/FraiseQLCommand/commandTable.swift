/// Every command of the tool, in the order of the help.
let commandTable: [CommandDefinition] = [
    initCommand,
    checkCommand,
    schemaCommand,
    planCommand,
    migrateCommand,
    upgradeCommand,
    downgradeCommand,
    statusCommand,
    verifyCommand,
    applyCommand,
    unbindCommand,
    bindCommand,
    aroundCommand,
    serveCommand,
    explainCommand,
    versionCommand,
]
