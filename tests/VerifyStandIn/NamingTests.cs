using Reproduction.VerifyStandIn;

namespace Reproduction.VerifyStandInTests;

/// <summary>Folders, and the names of files up to the target.</summary>
internal sealed class NamingTests
{
    private static readonly TestProject Project = new("/repo/spec/", "/repo/");

    private static IEnumerable<TestCaseData> Rows()
    {
        var plain = Workbench.Test(typeof(P), nameof(P.M));
        var two = Workbench.Test(typeof(P), nameof(P.With), 1, "b");
        yield return Row("type and method", "P.M", plain);
        yield return Row("nested", "NamingTests.Nested.M", Workbench.Test(typeof(Nested), nameof(Nested.M)));
        yield return Row("generic", "Generic`1.M", Workbench.Test(typeof(Generic<int>), nameof(Generic<>.M)));
        yield return Row("parameters", "P.With_a=1_b=b", two);
        yield return Row("type name", "T.M", plain, s => s.UseTypeName("T"));
        yield return Row("method name", "P.renamed_a=1_b=b", two, s => s.UseMethodName("renamed"));
        yield return Row("file name replaces all", "x", two, s => s.UseFileName("x"));
        yield return Row("file name after parameters", "x", two, s =>
        {
            s.UseParameters(1, 2);
            s.UseFileName("x");
        });
        yield return Row("other values", "P.With_a=9_b=8", two, s => s.UseParameters(9, 8));
        yield return Row("fewer values", "P.With_a=only-a", two, s => s.UseParameters("only-a"));
        yield return Row("an array is one value", "P.With_a=1,2", two, s => s.UseParameters(new[] { 1, 2 }));
        yield return Row("values without parameters", "P.M", plain, s => s.UseParameters(1));
        yield return Row("text for parameters", "P.With_custom", two, s => s.UseTextForParameters("custom"));
        yield return Row("text without parameters", "P.M_custom", plain, s => s.UseTextForParameters("custom"));

        static TestCaseData Row(string name, string expected, RunningTest test, Action<VerifySettings>? set = null) =>
            new TestCaseData(expected, test, set).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Rows))]
    public void A_file_is_named_by_its_test(string expected, object test, Action<VerifySettings>? set)
    {
        var settings = new VerifySettings();
        set?.Invoke(settings);

        var names = new SnapshotNames((RunningTest)test, "/repo/spec/Source.cs", Project, settings, new GlobalSettings());

        names.Prefix.Should().Be($"/repo/spec/{expected}");
    }

    [Test]
    public void Constructor_arguments_come_first()
    {
        var method = typeof(P).GetMethod(nameof(P.M))!;
        var test = new RunningTest(typeof(P), method, ["tag", "n", "m"], ["alpha", 1, 7]);

        new SnapshotNames(test, "/s/S.cs", Project, new(), new()).Prefix.Should().Be("/s/P.M_tag=alpha_n=1_m=7");
    }

    [Test]
    public void More_values_than_parameters_are_refused()
    {
        var settings = new VerifySettings();
        settings.UseParameters(1, 2, 3);

        FluentActions.Invoking(() => new SnapshotNames(Workbench.Test(typeof(P), nameof(P.With), 1, 2), "/s/S.cs", Project, settings, new()))
            .Should().Throw<Exception>()
            .WithMessage("The number of passed in parameters (3) must not exceed the number of parameters for the method (2).");
    }

    [TestCase(null, "/repo/spec/Theory", TestName = "the source file's folder")]
    [TestCase("snapshots", "/repo/spec/Theory/snapshots", TestName = "a relative folder starts there")]
    [TestCase("../snapshots", "/repo/spec/Theory/../snapshots", TestName = "and is not resolved")]
    [TestCase("/elsewhere", "/elsewhere", TestName = "an absolute folder")]
    public void The_folder(string? directory, string expected)
    {
        var settings = new VerifySettings();
        if (directory is not null)
        {
            settings.UseDirectory(directory);
        }

        Names(new GlobalSettings(), settings).Directory.Should().Be(expected);
    }

    [Test]
    public void A_derived_path_is_told_of_the_test_and_can_set_all()
    {
        object[]? told = null;
        var global = new GlobalSettings
        {
            DerivePathInfo = (source, project, type, method) =>
            {
                told = [source, project, type, method.Name];
                return new(directory: "/snapshots", typeName: "T", methodName: "N");
            },
        };

        Names(global).Prefix.Should().Be("/snapshots/T.N");

        told.Should().Equal("/repo/spec/Theory/S.cs", "/repo/spec/", typeof(P), "M");
    }

    [Test]
    public void A_part_that_is_not_derived_is_the_default() =>
        Names(new() { DerivePathInfo = (_, _, _, _) => new(methodName: "N") }).Prefix.Should().Be("/repo/spec/Theory/P.N");

    [Test]
    public void An_empty_type_name_leaves_the_method_alone() =>
        Names(new() { DerivePathInfo = (_, _, _, _) => new(typeName: "") }).Prefix.Should().Be("/repo/spec/Theory/M");

    [Test]
    public void Settings_win_over_what_is_derived()
    {
        var settings = new VerifySettings();
        settings.UseDirectory("/mine");
        settings.UseTypeName("Mine");
        settings.UseMethodName("Own");
        var global = new GlobalSettings { DerivePathInfo = (_, _, _, _) => new("/theirs", "Theirs", "Other") };

        Names(global, settings).Prefix.Should().Be("/mine/Mine.Own");
    }

    [TestCase("snapshots", "/repo/spec/snapshots/P.M")]
    [TestCase("../snapshots", "/repo/spec/../snapshots/P.M")]
    public void A_folder_can_start_at_the_project(string directory, string expected) =>
        Names(new() { DerivePathInfo = SnapshotNames.InProject(directory) }).Prefix.Should().Be(expected);

    private static SnapshotNames Names(GlobalSettings global, VerifySettings? settings = null) =>
        new(Workbench.Test(typeof(P), nameof(P.M)), "/repo/spec/Theory/S.cs", Project, settings ?? new(), global);

    internal sealed class Nested
    {
        public void M()
        {
        }
    }
}

internal sealed class Generic<T>
{
    public Type M() => typeof(T);
}
