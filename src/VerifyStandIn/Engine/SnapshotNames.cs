using VerifyNUnit;
using VerifyTests;

namespace Reproduction.VerifyStandIn;

/// <summary>One target's pair of files.</summary>
internal sealed record SnapshotFile(string Extension, string ReceivedPath, string VerifiedPath);

/// <summary>What the files of one verification are called: <c>Directory/Type.Method_parameters#target.verified.ext</c>.</summary>
internal sealed class SnapshotNames
{
    private readonly string fileName;

    public SnapshotNames(RunningTest test, string sourceFile, TestProject project, VerifySettings settings, GlobalSettings global)
    {
        var derived = global.DerivePathInfo(sourceFile, project.Directory, test.Type, test.Method);
        var typeName = settings.TypeName ?? derived.TypeName ?? test.TypeName;
        var methodName = settings.MethodName ?? derived.MethodName ?? test.Method.Name;
        var withType = typeName.Length == 0 ? methodName : $"{typeName}.{methodName}";
        fileName = settings.FileName ?? withType + Parameters(test, settings);

        // Combined, not resolved: a failure shows the folder as the caller spelled it.
        var sourceDirectory = Path.GetDirectoryName(sourceFile)!;
        Directory = Path.Combine(sourceDirectory, settings.Directory ?? derived.Directory ?? sourceDirectory);
    }

    public string Directory { get; }

    /// <summary>What all the files begin with.</summary>
    public string Prefix => Path.Combine(Directory, fileName);

    public static DerivePathInfo InProject(string directory) => (_, projectDirectory, _, _) =>
        new(Path.Combine(projectDirectory, directory));

    /// <summary>Pairs targets with files: those that share name and extension are told apart by a number.</summary>
    public IEnumerable<(Target Target, SnapshotFile File)> Assign(IEnumerable<Target> targets)
    {
        foreach (var group in targets.GroupBy(target => (target.Name ?? "", target.Extension)))
        {
            var same = group.ToList();
            for (var i = 0; i < same.Count; i++)
            {
                yield return (same[i], File(same[i], same.Count == 1 ? null : i));
            }
        }
    }

    /// <summary>This verification's files of one kind, received or verified, that lie in the folder.</summary>
    /// <remarks>The prefix is matched to its end, so that the files of <c>P.M2</c> are not taken for those of <c>P.M</c>.</remarks>
    public IEnumerable<string> Existing(string kind) => System.IO.Directory
        .EnumerateFiles(Directory, $"*.{kind}.*")
        .Where(path => Path.GetFileName(path) is var name &&
            (name.StartsWith($"{fileName}.{kind}.", StringComparison.Ordinal) || name.StartsWith($"{fileName}#", StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal);

    private SnapshotFile File(Target target, int? index)
    {
        var suffix = (target.Name, index) switch
        {
            (null, null) => "",
            (null, { } i) => $"#{i:D2}",
            (_, null) => $"#{target.Name}",
            (_, { } i) => $"#{target.Name}.{i:D2}",
        };
        return new(target.Extension, $"{Prefix}{suffix}.received.{target.Extension}", $"{Prefix}{suffix}.verified.{target.Extension}");
    }

    private static string Parameters(RunningTest test, VerifySettings settings)
    {
        if (settings.ParametersText is not null)
        {
            return $"_{settings.ParametersText}";
        }

        var names = test.ParameterNames;
        if (names.Count == 0)
        {
            return "";
        }

        var values = settings.Parameters ?? test.Arguments;
        return values.Count <= names.Count
            ? string.Concat(names.Zip(values, (name, value) => $"_{name}={ParameterText.Of(value)}"))
            : throw new Exception(
                $"The number of passed in parameters ({values.Count}) must not exceed the number of parameters for the method ({names.Count}).");
    }
}
