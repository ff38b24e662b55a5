using System.Reflection;
using System.Text;
using Reproduction.VerifyStandIn;

namespace Reproduction.VerifyStandInTests;

/// <summary>An engine with settings of its own, and a temporary folder for its files: nothing of it outlives a test.</summary>
internal sealed class Workbench : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("verify-stand-in-").FullName;

    public GlobalSettings Global { get; } = new();

    public List<string> Attached { get; } = [];

    public string[] Files => [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static RunningTest Test(Type type, string method, params object?[] arguments)
    {
        var info = type.GetMethod(method, BindingFlags.Instance | BindingFlags.Public)!;
        return new(type, info, [.. info.GetParameters().Select(p => p.Name!)], arguments);
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Approve(string name, string content) => File.WriteAllText(PathOf(name), content, new UTF8Encoding(true));

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public Task<VerifyResult> Verify(string text, Action<VerifySettings>? set = null, RunningTest? test = null) =>
        Verify([new Target("txt", text)], set, test);

    /// <summary>Verifies as <c>P.M</c>, and as often as the test likes.</summary>
    public Task<VerifyResult> Verify(Target[] targets, Action<VerifySettings>? set = null, RunningTest? test = null) =>
        VerifyOnce(targets, settings =>
        {
            settings.DisableRequireUniquePrefix();
            set?.Invoke(settings);
        }, test);

    public Task<VerifyResult> VerifyOnce(Target[] targets, Action<VerifySettings>? set = null, RunningTest? test = null)
    {
        var settings = new VerifySettings();
        set?.Invoke(settings);
        var engine = new SnapshotEngine(Global, new TestProject(Folder + "/", SolutionDirectory: null), Attached.Add);
        return engine.Verify(test ?? Test(typeof(P), nameof(P.M)), PathOf("Source.cs"), settings, root: null, () => targets);
    }

    /// <summary>The message of the failure that <paramref name="verification"/> has to end in.</summary>
    public static async Task<string> FailureOf(Task<VerifyResult> verification)
    {
        var exception = await Caught(verification);
        exception.Should().BeOfType<VerifyException>();
        return exception.Message;
    }

    public static async Task<Exception> Caught(Task<VerifyResult> verification)
    {
        Exception? caught = null;
        try
        {
            await verification;
        }
        catch (Exception exception)
        {
            caught = exception;
        }

        caught.Should().NotBeNull("the verification has to fail");
        return caught!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>The fixture that the engine is told of; it is never run.</summary>
internal sealed class P
{
    public void M()
    {
    }

    public void M2()
    {
    }

    public void With(object? a, object? b)
    {
    }
}
