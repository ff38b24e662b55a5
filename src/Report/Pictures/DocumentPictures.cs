using System.Collections.Immutable;
using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Report.Page;

namespace Reproduction.Report.Pictures;

/// <summary>A picture of the pages.</summary>
/// <param name="Name">Its file in docs/pictures, without the ending.</param>
/// <param name="Svg">The file's text.</param>
public sealed record DocumentPicture(string Name, string Svg);

/// <summary>The pictures that README.md and docs/ show, drawn from the stored results and from a short training on the sample.</summary>
public static class DocumentPictures
{
    /// <summary>All of them. Equal arguments give equal bytes.</summary>
    /// <param name="runs">The stored runs, of one data set.</param>
    /// <param name="published">The notebook's figures.</param>
    /// <param name="demonstration">The training on the sample.</param>
    public static ImmutableArray<DocumentPicture> Of(IReadOnlyList<RunRecord> runs, Published published, SampleDemonstration demonstration)
    {
        ArgumentNullException.ThrowIfNull(demonstration);
        var selection = new RunSelection(runs);
        DocumentPicture Picture(string name, Figure figure, int columns, Theme theme = Theme.Reader) =>
            new(name, StandalonePicture.Svg(figure, figure.Caption, columns, theme));
        // Two charts side by side, and for telephones one below the other: pages name both as pictures/name{,-narrow}.svg.
        ImmutableArray<DocumentPicture> InTwoWidths(string name, Figure figure) => [Picture(name, figure, 2), Picture($"{name}-narrow", figure, 1)];

        var results = LearningCurvesSection.Result(selection, published);
        var ratesAndScales = RatesAndScalesSection.Of(selection, command: null).Figures;
        return
        [
            Picture("result-light", results, 2, Theme.Light),
            Picture("result-dark", results, 2, Theme.Dark),
            Picture("result-narrow-light", results, 1, Theme.Light),
            Picture("result-narrow-dark", results, 1, Theme.Dark),
            new("computation", ComputationDiagram.Svg()),
            new("computation-narrow", ComputationDiagram.NarrowSvg()),
            .. InTwoWidths("features", FeaturesFigure.Of(demonstration.Features)),
            Picture("warm-up", WarmUpFigure.Of(demonstration.WarmUp), 1),
            .. InTwoWidths("learning-curves", LearningCurvesSection.Of(selection, published, command: null).Figures[0]),
            .. InTwoWidths("rates-and-scales", ratesAndScales[0]),
            .. InTwoWidths("learning-rates", ratesAndScales[1]),
            .. InTwoWidths("batch-sizes", BatchSizesSection.Of(selection, command: null).Figures[0]),
            .. InTwoWidths("depth", DepthSection.Of(selection, command: null).Figures[0]),
            .. InTwoWidths("smoothness", SmoothnessFigure.Of(runs)),
        ];
    }
}
