using System.Collections.Immutable;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>Between probes and the shape in which they are stored.</summary>
internal static class ProbeConversion
{
    public static ProbeShape Shape(ProbeRow row) => new()
    {
        Step = row.Step,
        Loss = row.Loss,
        Gradient = row.Gradient,
        Along = [.. row.Along.Select(point => new ProbePointShape { Loss = point.Loss, Change = point.Change })],
        Layers = [.. row.Layers.Select(layer => new ProbeLayerShape { Output = layer.Output, Gradient = layer.Gradient, Shift = layer.Shift })],
    };

    public static ProbeRow Row(ProbeShape shape) => shape.Along.IsDefault || shape.Layers.IsDefault
        ? throw new FormatException("a list is null")
        : new(
            shape.Step,
            shape.Loss,
            shape.Gradient,
            [.. shape.Along.Select(point => new ProbePoint(point.Loss, point.Change))],
            [.. shape.Layers.Select(layer => new ProbeLayer(layer.Output, layer.Gradient, layer.Shift))]);

    /// <summary>What is wrong with the probes of a run; null when nothing is.</summary>
    public static string? Problem(TrainingRecipe recipe, ImmutableArray<ProbeRow>? probes)
    {
        if (recipe.Probes is not { } schedule || probes is not { } rows)
        {
            return recipe.Probes is null == probes is null ? null : "a run has probes where its key says so, and nowhere else";
        }

        var layers = recipe.Network.HiddenSizes.Length + 1;
        return schedule.Every < 1 || schedule.Until < 0 ? "there is no such schedule of probes"
            : !rows.Select(row => (long)row.Step).SequenceEqual(Enumerable.Range(0, rows.Length).Select(i => (long)i * schedule.Every))
                || (rows.Length > 0 && rows[^1].Step > schedule.Until)
                ? "the probes are not those of the schedule"
            : rows.Any(row => row.Along.Length != Probe.Lengths.Length || row.Layers.Length != layers || Figures(row).Any(figure => figure < 0))
                ? "a probe lacks a point or a layer, or has a figure below 0"
            : null;
    }

    private static IEnumerable<float?> Figures(ProbeRow row) =>
    [
        row.Loss,
        row.Gradient,
        .. row.Along.SelectMany(point => new[] { point.Loss, point.Change }),
        .. row.Layers.SelectMany(layer => new[] { layer.Output, layer.Gradient, layer.Shift }),
    ];
}
