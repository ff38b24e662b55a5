namespace Reproduction.Tests;

/// <summary>A folder of a test's own, removed with everything in it.</summary>
/// <param name="parent">Where it is made: the system's temporary folder unless told otherwise.</param>
internal sealed class TemporaryFolder(string? parent = null) : IDisposable
{
    public string Folder { get; } = parent is null
        ? Directory.CreateTempSubdirectory("reproduction-test-").FullName
        : Directory.CreateDirectory(Path.Combine(parent, $"reproduction-test-{Guid.NewGuid():N}")).FullName;

    public string File(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
