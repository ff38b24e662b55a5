namespace Reproduction.Spec.Snapshots;

/// <summary>What a person types after a failure.</summary>
public static class Commands
{
    /// <summary>The command that runs one test again, and the one that approves what was received.</summary>
    public static string Of(TestContext.TestAdapter test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return $"rerun    dotnet test spec --filter \"FullyQualifiedName~{test.ClassName}.{test.MethodName}\"\napprove  make approve";
    }
}
