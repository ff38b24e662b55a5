namespace Reproduction.VerifyStandInTests;

/// <summary>Settings that contradict each other, and names that are none.</summary>
internal sealed class GuardTests
{
    private static IEnumerable<TestCaseData> Contradictions()
    {
        yield return Row("UseMethodName is not compatible with UseFileName.", s => s.UseFileName("x"), s => s.UseMethodName("m"));
        yield return Row("UseTypeName is not compatible with UseFileName.", s => s.UseFileName("x"), s => s.UseTypeName("t"));
        yield return Row("UseParameters is not compatible with UseFileName.", s => s.UseFileName("x"), s => s.UseParameters(1));
        yield return Row(
            "UseFileName is not compatible with UseMethodName or UseTypeName.", s => s.UseMethodName("m"), s => s.UseFileName("x"));
        yield return Row(
            "UseFileName is not compatible with UseMethodName or UseTypeName.", s => s.UseTypeName("t"), s => s.UseFileName("x"));
        yield return Row(
            "UseTextForParameters is not compatible with UseParameters.", s => s.UseParameters(1), s => s.UseTextForParameters("p"));
        yield return Row(
            "UseParameters is not compatible with UseTextForParameters.", s => s.UseTextForParameters("p"), s => s.UseParameters(1));

        static TestCaseData Row(string message, Action<VerifySettings> first, Action<VerifySettings> second) => new(message, first, second);
    }

    [TestCaseSource(nameof(Contradictions))]
    public void Settings_that_contradict_each_other_are_refused(string message, Action<VerifySettings> first, Action<VerifySettings> second)
    {
        var settings = new VerifySettings();
        first(settings);

        FluentActions.Invoking(() => second(settings)).Should().Throw<Exception>().WithMessage(message);
    }

    private static IEnumerable<Action<string>> Namings() =>
    [
        new VerifySettings().UseFileName,
        new VerifySettings().UseTypeName,
        new VerifySettings().UseMethodName,
        name => _ = new PathInfo(typeName: name),
        name => _ = new PathInfo(methodName: name),
    ];

    [TestCaseSource(nameof(Namings))]
    public void A_name_is_no_path(Action<string> use) => FluentActions.Invoking(() => use("a/b"))
        .Should().Throw<ArgumentException>().WithMessage("Invalid character for file name. Value: a/b. Char:/ (Parameter '*ame')");

    [Test]
    public void A_name_is_not_empty()
    {
        foreach (var use in new Action<string>[] { new VerifySettings().UseFileName, new VerifySettings().UseDirectory })
        {
            FluentActions.Invoking(() => use("")).Should().Throw<ArgumentException>();
        }

        FluentActions.Invoking(() => new VerifySettings().UseParameters([])).Should().Throw<ArgumentException>();
    }
}
