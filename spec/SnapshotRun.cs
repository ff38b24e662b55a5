using Reproduction.Spec.Snapshots;

namespace Reproduction.Spec;

/// <summary>Before the first spec: says what compares with approved files, and when this run began, which `approve` asks for.</summary>
[SetUpFixture]
public sealed class SnapshotRun
{
    /// <summary>
    /// Names the library that runs, and refuses to run with another one than was asked for: a test run without a build keeps the one it was built
    /// with.
    /// </summary>
    [OneTimeSetUp]
    public void NameTheLibrary()
    {
        var library = typeof(Verifier).Assembly.GetName();
        var asked = Environment.GetEnvironmentVariable("SnapshotLibrary");
        var built = library.Name == "Verify.NUnit" ? "Verify.NUnit" : "StandIn";
        TestContext.Progress.WriteLine($"Snapshots are compared by {library.Name} {library.Version?.ToString(3)}.");
        if (!string.IsNullOrEmpty(asked) && asked != built)
        {
            throw new InvalidOperationException($"SnapshotLibrary is {asked}, but these specs were built with {built}; run them without --no-build.");
        }
    }

    /// <summary>What was received before this moment is not this run's.</summary>
    [OneTimeSetUp]
    public void WriteDownWhenTheRunBegan()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("APPROVING")))
        {
            File.WriteAllText(Path.Combine(SnapshotCatalogue.Folder, "..", "out", "last-spec-run"), string.Empty);
        }
    }
}
