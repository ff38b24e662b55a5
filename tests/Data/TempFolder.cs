namespace Reproduction.Tests.Data;

/// <summary>An empty folder of a test's own, removed with all that is in it.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reproduction-tests-");

    public string Path => folder.FullName;

    public string this[params string[] names] => System.IO.Path.Combine([Path, .. names]);

    public string[] FileNames => [.. folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    public void Dispose() => folder.Delete(recursive: true);
}
