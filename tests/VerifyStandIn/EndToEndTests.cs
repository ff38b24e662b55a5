using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Reproduction.VerifyStandInTests;

/// <summary>Through the API, as a spec does: from the running test to files beside this source, or in a temporary folder.</summary>
internal sealed class EndToEndTests
{
    private string folder = "";
    private Exception? fromOneTimeSetUp;
    private Exception? fromSetUp;

    private string[] Files => [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [OneTimeSetUp]
    public async Task Before_all() => fromOneTimeSetUp = await Caught(Verify("x"));

    [SetUp]
    public async Task Before_each()
    {
        folder = Directory.CreateTempSubdirectory("verify-stand-in-").FullName;
        fromSetUp = await Caught(Verify("x").UseDirectory($"{folder}/setup"));
    }

    [TearDown]
    public void After_each() => Directory.Delete(folder, recursive: true);

    [Test]
    public Task A_text_beside_this_source() => Verify("first line\nsecond line\n");

    [Test]
    public async Task A_text_and_a_picture()
    {
        var result = await Verify("report", [new Target("svg", "<svg/>")]);

        result.Files.Select(path => Path.GetFileName(path)).Should().Equal(
            "EndToEndTests.A_text_and_a_picture.verified.txt", "EndToEndTests.A_text_and_a_picture.verified.svg");
        result.Target.Should().Be("report");
    }

    [TestCase(1, "a/b")]
    [TestCase(2, "c", TestName = "a name that does not matter")]
    public async Task Arguments_are_part_of_the_name(int n, string s)
    {
        await Caught(Verify("x").UseDirectory(folder));

        Files.Should().Equal($"EndToEndTests.Arguments_are_part_of_the_name_n={n}_s={(n == 1 ? "a-b" : "c")}.received.txt");
    }

    [Test]
    public async Task A_failure_is_of_a_type_that_a_test_can_not_name()
    {
        var exception = await Caught(Verify("x").UseDirectory(folder).UseFileName("f"));

        exception!.GetType().FullName.Should().Be("VerifyException");
        exception.StackTrace.Should().BeEmpty();
        exception.Message.Should().Be(
            $"Directory: {folder}\nNew:\n  - Received: f.received.txt\n    Verified: f.verified.txt\n\nFileContent:\n\nNew:\n\n" +
            "Received: f.received.txt\nx\n\n");
    }

    private static IEnumerable<TestCaseData> Overloads()
    {
        yield return Row("text", Verify("x"), "f.received.txt", "x");
        yield return Row("text after a mark", Verify("\uFEFFx"), "f.received.txt", "x");
        yield return Row("empty text", Verify(""), "f.received.txt", "emptyString");
        yield return Row("no text", Verify((string?)null), "f.received.txt", "null");
        yield return Row("text, extension", Verify("<svg/>", extension: "svg"), "f.received.svg", "<svg/>");
        yield return Row("empty text, extension", Verify("", "svg"), "f.received.svg", "");
        yield return Row("no text, extension", Verify(null, "svg"), "f.received.svg", "null");
        yield return Row("target", Verify(new Target("csv", new StringBuilder("a,b"))), "f.received.csv", "a,b");
        yield return Row("targets", Verify([new Target("md", "a")]), "f.received.md", "a");
        yield return Row("object and targets", Verify("x", Array.Empty<Target>()), "f.received.txt", "x");

        static TestCaseData Row(string name, SettingsTask verification, string file, string content) =>
            new TestCaseData(verification, file, content).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Overloads))]
    public async Task Every_overload_arrives(SettingsTask verification, string file, string content)
    {
        await Caught(verification.UseDirectory(folder).UseFileName("f"));

        Files.Should().Equal(file);
        (await File.ReadAllTextAsync(Path.Combine(folder, file))).Should().Be(content);
    }

    [TestCase("a", "b")]
    public async Task Settings_can_be_passed_or_chained(string p, string q)
    {
        const string Method = nameof(Settings_can_be_passed_or_chained);
        (string Prefix, Func<SettingsTask, SettingsTask> Chain, Action<VerifySettings> Set)[] rows =
        [
            ($"EndToEndTests.{Method}_p={p}_q={q}", v => v, _ => { }),
            ($"EndToEndTests.m_p={p}_q={q}", v => v.UseMethodName("m"), s => s.UseMethodName("m")),
            ($"T.{Method}_p={p}_q={q}", v => v.UseTypeName("T"), s => s.UseTypeName("T")),
            ($"EndToEndTests.{Method}_p=1", v => v.UseParameters(1), s => s.UseParameters(1)),
            ($"EndToEndTests.{Method}_p=1_q=2", v => v.UseParameters(1, 2), s => s.UseParameters(1, 2)),
            ($"EndToEndTests.{Method}_p=1,2", v => v.UseParameters(new[] { 1, 2 }), s => s.UseParameters(new[] { 1, 2 })),
            ($"EndToEndTests.{Method}_t", v => v.UseTextForParameters("t"), s => s.UseTextForParameters("t")),
        ];

        foreach (var (i, (prefix, chain, set)) in rows.Index())
        {
            var settings = new VerifySettings();
            set(settings);
            await Caught(Verify("x", settings).UseDirectory($"{folder}/passed{i}"));
            await Caught(chain(Verify("x").UseDirectory($"{folder}/chained{i}")));

            foreach (var way in new[] { $"passed{i}", $"chained{i}" })
            {
                Directory.GetFiles($"{folder}/{way}").Should().Equal($"{folder}/{way}/{prefix}.received.txt");
            }
        }
    }

    [Test]
    public async Task What_decides_can_be_chained_too()
    {
        await Verify("old").UseDirectory(folder).AutoVerify();
        await Verify("new").UseDirectory(folder).DisableRequireUniquePrefix().UseStringComparer(
            (_, _, _) => Task.FromResult(CompareResult.Equal), "txt");
        await Verify($"{folder}/a").UseDirectory(folder).UseFileName("raw").DisableScrubbers().AutoVerify(_ => true);

        Files.Should().Equal("EndToEndTests.What_decides_can_be_chained_too.verified.txt", "raw.verified.txt");
        (await File.ReadAllTextAsync(Path.Combine(folder, "raw.verified.txt"))).Should().Be($"{folder}/a");
    }

    [Test]
    public void Waiting_without_await_works() =>
        Verify("x").UseDirectory(folder).AutoVerify().ToTask().GetAwaiter().GetResult().Text.Should().Be("x");

    [Test]
    public void A_call_that_nobody_awaits_does_nothing()
    {
        _ = Verify("x").UseDirectory(folder);

        Files.Should().BeEmpty();
    }

    [Test]
    public async Task A_second_call_in_one_test_is_refused()
    {
        await Verify("x").UseDirectory(folder).AutoVerify();

        var exception = await Caught(Verify("x").UseDirectory(folder));

        exception!.Message.Should().StartWith(
            $"The prefix has already been used: {folder}/EndToEndTests.A_second_call_in_one_test_is_refused. ");
    }

    [Test]
    public async Task A_helper_passes_its_caller_s_file_on()
    {
        await Caught(Verify("x", sourceFile: $"{folder}/Spec.cs").UseFileName("beside"));
        await Caught(Verify("x", sourceFile: $"{folder}/sub/Spec.cs").UseDirectory("..").UseFileName("above"));

        Files.Should().Equal("above.received.txt", "beside.received.txt");
    }

    [Test]
    public async Task An_object_that_is_no_text_is_refused() =>
        (await Caught(Verify(1, []).UseDirectory(folder))).Should().BeOfType<NotSupportedException>();

    [Test]
    public void Setup_has_a_test_and_one_time_setup_has_none()
    {
        fromSetUp!.Message.Should().Contain("EndToEndTests.Setup_has_a_test_and_one_time_setup_has_none.received.txt");
        fromOneTimeSetUp!.Message.Should().Be(
            "TestContext.CurrentContext.Test.Method is null. Verify can only be used from within a test method.");
    }

    private static IEnumerable<Action> Late() =>
    [
        () => VerifierSettings.RegisterStringComparer("txt", (_, _, _) => Task.FromResult(CompareResult.Equal)),
        () => VerifierSettings.SetDefaultStringComparer((_, _, _) => Task.FromResult(CompareResult.Equal)),
        () => VerifierSettings.AutoVerify(),
        () => VerifierSettings.AutoVerify((_, _, _) => true),
        VerifierSettings.UseUtf8NoBom,
        VerifierSettings.OmitContentFromException,
        () => DerivePathInfo((_, _, _, _) => default),
        () => UseProjectRelativeDirectory("x"),
    ];

    [TestCaseSource(nameof(Late))]
    public void Settings_for_all_come_too_late_in_a_test(Action api) => api.Should().Throw<Exception>().WithMessage(
        "The API '*' must be called prior to any Verify has run. Usually this is done in a [ModuleInitializer]. Verify run by: *.*");

    [Test]
    public void The_message_names_who_called_too_late() => FluentActions.Invoking(CallTooLate)
        .Should().Throw<Exception>().WithMessage($"The API '{typeof(EndToEndTests)}.{nameof(CallTooLate)}' must be called *");

    [Test]
    public void The_build_tells_where_the_project_lies()
    {
        var here = Path.GetDirectoryName(ThisFile())! + "/";
        var metadata = typeof(EndToEndTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(
            a => a.Key, a => a.Value, StringComparer.Ordinal);

        metadata["Verify.ProjectDirectory"].Should().Be(here);
        metadata["Verify.SolutionDirectory"].Should().Be(Path.GetFullPath(Path.Combine(here, "../..")) + "/");

        static string ThisFile([CallerFilePath] string path = "") => path;
    }

    private static void CallTooLate() => VerifierSettings.UseUtf8NoBom();

    private static async Task<Exception?> Caught(Task<VerifyResult> verification)
    {
        try
        {
            await verification;
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
