private import InstallPlanner

/// How the folder and the database stand to each other: one chain, of which the database has the beginning.
struct MigrationChain {
    /// Every migration of the folder that the database has not or not wholly, parents first.
    var pending: [MigrationFile]
    /// Migrations of the database that the folder does not hold.
    var notInFolder: [AppliedMigration]
}

/// Puts folder and database in one line.
/// - Throws: `twoHeads`, `strayMigration`, `changedParent`.
func chain(_ files: [MigrationFile], _ applied: [AppliedMigration]) throws(MigrationError) -> MigrationChain {
    let byVersion = Dictionary(uniqueKeysWithValues: applied.map { ($0.version, $0) })
    var children: [String: Set<String>] = [:]
    for file in files { children[file.up.parent ?? "none", default: []].insert(file.folderName) }
    for migration in applied { children[migration.parent ?? "none", default: []].insert(migration.folderName) }
    if let fork = children.values.first(where: { $0.count > 1 }) { throw .twoHeads(fork.sorted()) }

    for file in files {
        guard let parent = file.up.parent else { continue }
        let parentFile = files.first { $0.version == parent }
        guard parentFile != nil || byVersion[parent] != nil else {
            throw .strayMigration(file.folderName, parent: parent)
        }
        // What the database ran counts, for a parent that was edited later is reported by status and verify.
        let known = byVersion[parent]?.upChecksum ?? parentFile?.upChecksum
        if byVersion[file.version]?.isWhole != true, let expected = file.up.parentChecksum, let known, expected != known
        {
            throw .changedParent(file.folderName, parent: parentFile?.folderName ?? parent)
        }
    }
    return MigrationChain(
        pending: inChainOrder(files).filter { byVersion[$0.version]?.isWhole != true },
        notInFolder: applied.filter { migration in !files.contains { $0.version == migration.version } })
}

/// Parents first. The chain has no fork here, so following the children is enough; a circle is never reached and its
/// migrations come last in version order.
private func inChainOrder(_ files: [MigrationFile]) -> [MigrationFile] {
    var ordered: [MigrationFile] = []
    var left = files
    while !left.isEmpty {
        let index = left.firstIndex { file in !left.contains { $0.version == file.up.parent } } ?? 0
        ordered.append(left.remove(at: index))
    }
    return ordered
}
