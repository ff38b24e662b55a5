using System.Globalization;
using Reproduction.VerifyStandIn;

namespace Reproduction.VerifyStandInTests;

/// <summary>How values read in a file name.</summary>
internal sealed class ParameterTextTests
{
    private static IEnumerable<TestCaseData> Values()
    {
        yield return Row(1, "1");
        yield return Row(-1L, "-1");
        yield return Row(1.5, "1.5");
        yield return Row(1.5f, "1.5");
        yield return Row(1e-7, "1E-07");
        yield return Row(double.NaN, "NaN");
        yield return Row(1.10m, "1.10");
        yield return Row((Half)0.5f, "0.5");
        yield return Row(value: true, "True");
        yield return Row(DayOfWeek.Monday, "Monday");
        yield return Row(Guid.Empty, "00000000-0000-0000-0000-000000000000");
        yield return Row('c', "c");
        yield return Row('/', "-");
        yield return Row(null, "null");
        yield return Row("", "");
        yield return Row("a b.c,d=e_f#g", "a b.c,d=e_f#g");
        yield return Row("Größe 大", "Größe 大");
        yield return Row("\"\\<>|:*?/", "---------");
        yield return Row("a\tb\nc\0d\u001fe", "a-b-c-d-e");
        yield return Row(new string('x', 300), new string('x', 300));
        yield return Row(new[] { 1, 2, 3 }, "1,2,3");
        yield return Row(new List<string?> { "a/b", null }, "a-b,null");
        yield return Row(Array.Empty<int>(), "[]");
        yield return Row(new[] { new[] { 1, 2 }, [3] }, "[1,2],[3]");
        yield return Row(new Dictionary<string, int>(StringComparer.Ordinal) { ["k"] = 1, ["l"] = 2 }, "k=1,l=2");
        yield return Row(new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Unspecified), "2026-01-02");
        yield return Row(new DateTime(2026, 1, 2, 3, 4, 0, DateTimeKind.Unspecified), "2026-01-02T03-04");
        yield return Row(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Unspecified), "2026-01-02T03-04-05");
        yield return Row(new DateTime(2026, 1, 2, 3, 4, 5, 60, DateTimeKind.Unspecified), "2026-01-02T03-04-05.06");
        yield return Row(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "2026-01-02T03-04-05Utc");
        yield return Row(typeof(int), "System.Int32");
        yield return Row((1, "b"), "(1, b)");
        yield return Row(new Named("a/b"), "Named { Name = a-b }");

        static TestCaseData Row(object? value, string expected) => new TestCaseData(value, expected).SetArgDisplayNames(
            $"{value?.GetType().Name ?? "null"} {(expected.Length > 40 ? "long" : expected)}");
    }

    [TestCaseSource(nameof(Values))]
    public void A_value_reads(object? value, string expected) => ParameterText.Of(value).Should().Be(expected);

    [TestCaseSource(nameof(Values))]
    [SetCulture("de-DE")]
    public void A_value_reads_the_same_in_Germany(object? value, string expected)
    {
        CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator.Should().Be(",");
        ParameterText.Of(value).Should().Be(expected);
    }

    private static IEnumerable<object> Refused() =>
        [new DateOnly(2026, 1, 2), new TimeOnly(3, 4), DateTimeOffset.UnixEpoch, Enumerable.Range(1, 3).Where(i => i > 1)];

    [TestCaseSource(nameof(Refused))]
    public void A_value_whose_text_in_Verify_is_not_known_is_refused(object value) =>
        FluentActions.Invoking(() => ParameterText.Of(value)).Should().Throw<NotSupportedException>();

    private sealed record Named(string Name);
}
