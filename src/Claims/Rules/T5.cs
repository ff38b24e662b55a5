using Reproduction.Models;

namespace Reproduction.Claims;

internal sealed class T5() : Rule(new("T5", "All four belong to one layer alone, hence the parameter counts.")
{
    Published = "BN(300) 1,200 values, BN(100) 400; the network 268,210 with BN, 800 of them not trainable, and 266,610 without.",
    Refutation = "Another count, counted from the arrays of an initialized network.",
})
{
    public override Finding Decide(Evidence evidence)
    {
        var (with, without) = (Initialization.GlorotUniform(new(), seed: 1).Arrays, Initialization.GlorotUniform(new() { BatchNormalization = null }, seed: 1).Arrays);
        var plain = without.Sum(array => array.Values.Length);
        var all = with.Sum(array => array.Values.Length);
        var frozen = with.Where(array => !array.Trainable).Sum(array => array.Values.Length);
        var layers = with.Where(array => !without.Any(other => (other.Layer, other.Name) == (array.Layer, array.Name)))
            .GroupBy(array => array.Layer, StringComparer.Ordinal).Select(layer => layer.Sum(array => array.Values.Length)).ToList();
        var counts = FormattableString.Invariant($"BN(300) has {layers[0]:N0} values, BN(100) {layers[^1]:N0}; the network {all:N0} with BN, {frozen:N0} of them not trainable, and {plain:N0} without");
        return (layers[0], layers[^1], all, frozen, plain) == (1_200, 400, 268_210, 800, 266_610)
            ? new(Decision.Reproduced, "the published counts", counts + ".", string.Empty)
            : new(Decision.Refuted, "other counts", counts + ": not the published counts.", string.Empty);
    }
}
