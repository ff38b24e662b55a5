namespace Reproduction.Spec.Snapshots;

/// <summary>What a person types after a failure.</summary>
public static class Commands
{
    /// <summary>The command that runs this case again, and the one that approves what it received.</summary>
    public static string Of(TestContext.TestAdapter test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return test.Arguments.FirstOrDefault() is { } snapshot
            ? Text($"FullyQualifiedName~{test.ClassName}.{test.MethodName}&Name~{snapshot}", $" {snapshot}")
            : Text($"FullyQualifiedName~{test.ClassName}.{test.MethodName}", string.Empty);
    }

    private static string Text(string filter, string name) =>
        $"rerun    dotnet test spec --filter \"{filter}\"\napprove  dotnet run --project src/Cli --configuration Release -- approve{name}";
}
