using System.Collections.Immutable;
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
            "result-light", "result-dark", "result-narrow-light", "result-narrow-dark", "computation", "features", "warm-up", "learning-curves",
            "rates-and-scales", "learning-rates", "batch-sizes",
        ];

    [TestCaseSource(nameof(Names))]
    public void A_picture_shows_the_stored_results(string name) =>
        StoredEvidence.MustBeInStep($"{Folder}/{name}.svg", Pictures.Value.Single(picture => picture.Name == name).Svg);

    [Test]
    public void Every_file_is_drawn_and_every_picture_has_its_file_name_here()
    {
        Pictures.Value.Select(picture => picture.Name).Should().BeEquivalentTo(Names);
        Directory.GetFiles(Path.Combine(StoredEvidence.Root, Folder)).Select(Path.GetFileName)
            .Where(file => !file!.Contains(".received.", StringComparison.Ordinal))
            .Should().BeEquivalentTo(Names.Select(name => $"{name}.svg"));
    }
}
