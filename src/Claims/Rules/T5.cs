using System.Globalization;
using Reproduction.Networks;

namespace Reproduction.Claims;

internal sealed class T5() : Rule(new("T5", "All four belong to one layer alone, hence the parameter counts.")
{
    Published = "BN(300) 1,200 values, BN(100) 400; the network 268,210 with BN, 800 of them not trainable, and 266,610 without.",
    Refutation = "Another count, taken from the network's layout, of which both engines, initial values and export are made.",
})
{
    public override Finding Decide(Evidence evidence)
    {
        List<LayerLayout> layers = [.. NetworkLayout.Of(new()).Layers];
        long Count(Func<ParameterLayout, bool> which, Func<LayerLayout, bool>? where = null) =>
            layers.Where(where ?? (_ => true)).SelectMany(layer => layer.Parameters).Where(which).Sum(parameter => parameter.Count);
        var (all, frozen) = (Count(_ => true), Count(parameter => !parameter.Trainable));
        var plain = NetworkLayout.Of(new() { BatchNormalization = null }).Layers.SelectMany(layer => layer.Parameters)
            .Sum(parameter => parameter.Count);
        var (of300, of100) = (Count(_ => true, Normalizes(300)), Count(_ => true, Normalizes(100)));
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"BN(300) has {of300:N0} values, BN(100) {of100:N0}; the network {all:N0} with BN, {frozen:N0} of them not trainable, and {plain:N0} "
                + $"without");
        return (of300, of100, all, frozen, plain) == (1_200, 400, 268_210, 800, 266_610)
            ? new(Decision.Reproduced, "the published counts", counts + ".", string.Empty)
            : new(Decision.Refuted, "other counts", counts + ": not the published counts.", string.Empty);
    }

    private static Func<LayerLayout, bool> Normalizes(int features) => layer => layer is NormalizationLayout && layer.Inputs == features;
}
