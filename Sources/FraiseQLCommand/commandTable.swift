/// Every command of the tool, in the order of the help.
let commandTable: [CommandDefinition] = [
    versionCommand
]
