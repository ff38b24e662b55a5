using System.Reflection;

namespace Reproduction.VerifyStandIn;

/// <summary>Where the project of the tests lies, as its build wrote it into the assembly (build/Snapshots.props).</summary>
/// <param name="Directory">The folder of the project, with a slash at its end.</param>
/// <param name="SolutionDirectory">The folder of the solution, with a slash at its end; null where none was found.</param>
internal sealed record TestProject(string Directory, string? SolutionDirectory)
{
    public static TestProject Of(Assembly assembly)
    {
        const string DirectoryKey = "Verify.ProjectDirectory";
        var metadata = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToList();
        return new(
            Value(DirectoryKey) ??
                throw new Exception($"Could not find a `AssemblyMetadataAttribute` named `{DirectoryKey}` on {assembly.FullName}."),
            Value("Verify.SolutionDirectory"));

        string? Value(string key) => metadata.Find(m => string.Equals(m.Key, key, StringComparison.Ordinal))?.Value;
    }
}
