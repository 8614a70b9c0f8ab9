/// The companion's own objects: the tables of each folder, and one function for each file.
/// - Parameters:
///   - records: in the order in which they are made; what a release had stays in all later ones.
///   - routines: files in the form of those of `sql/runtime/`.
package func companionObjects(
    records: [RecordsFolder] = embeddedRecords(), routines: [String] = embeddedRoutines()
) -> [InstallObject] {
    records.map(recordsObject) + routines.map(functionObject)
}
