using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Reproduction.Claims;
using Reproduction.Report.Pictures;
using Reproduction.Spec.Evidence;

namespace Reproduction.Spec.Documents;

/// <summary>
/// The pictures in docs/pictures: drawn from the stored results and from a short training on the sample, and approved like every snapshot.
/// </summary>
[EveryClaim]
public sealed class PictureFileSpec
{
    private const string Folder = "docs/pictures";

    private static readonly Lazy<ImmutableArray<DocumentPicture>> Pictures =
        new(() => DocumentPictures.Of(StoredEvidence.Portable.Runs, Published.Load(), SampleTraining.Run()));

    private static readonly string[] Names =
        [
            "result-light", "result-dark", "result-narrow-light", "result-narrow-dark", "warm-up",
            .. new[] { "computation", "features", "learning-curves", "rates-and-scales", "learning-rates", "batch-sizes", "depth", "smoothness" }
                .SelectMany(name => new[] { name, $"{name}-narrow" }),
        ];

    [TestCaseSource(nameof(Names))]
    public void A_picture_shows_the_stored_results(string name) =>
        StoredEvidence.MustBeInStep($"{Folder}/{name}.svg", Pictures.Value.Single(picture => picture.Name == name).Svg);

    /// <summary>A telephone shows a page's pictures 358 pixels wide: the one for narrow windows where there are two, and else the only one.</summary>
    [Test]
    public void Letters_are_legible_on_a_telephone() =>
        Pictures.Value.Where(picture => !Pictures.Value.Any(other => other.Name == $"{picture.Name}-narrow") && !IsWide(picture.Name))
            .Where(picture => SmallestLetters(picture.Svg) < 9)
            .Select(picture => FormattableString.Invariant($"{picture.Name}: {SmallestLetters(picture.Svg):F1} pixels"))
            .Should().BeEmpty();

    // README's picture has a theme in its name, too.
    private static bool IsWide(string name) => name is "result-light" or "result-dark";

    private static double SmallestLetters(string svg) =>
        Numbers(svg, "font-size=\"(?<number>[0-9.]+)\"").Min() * Math.Min(1, 358 / Numbers(svg, "^<svg [^>]*? width=\"(?<number>[0-9]+)\"").Single());

    private static IEnumerable<double> Numbers(string svg, string pattern) =>
        Regex.Matches(svg, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10))
            .Select(match => double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture));

    [Test]
    public void Every_file_is_drawn_and_every_picture_has_its_file_name_here()
    {
        Pictures.Value.Select(picture => picture.Name).Should().BeEquivalentTo(Names);
        Directory.GetFiles(Path.Combine(StoredEvidence.Root, Folder)).Select(Path.GetFileName)
            .Where(file => !file!.Contains(".received.", StringComparison.Ordinal))
            .Should().BeEquivalentTo(Names.Select(name => $"{name}.svg"));
    }
}
