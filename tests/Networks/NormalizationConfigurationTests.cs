using System.Collections.Immutable;
using Reproduction.Networks;

namespace Reproduction.Tests.Networks;

public sealed class NormalizationConfigurationTests
{
    private static IEnumerable<string> Names => NormalizationConfiguration.All.Select(normalization => normalization.Name);

    [Test]
    public void Every_normalization_is_found_by_itself_in_the_order_of_names() =>
        Names.Should().Contain(["batch", "layer"]).And.BeInAscendingOrder(StringComparer.Ordinal);

    [Test]
    public void Names_and_abbreviations_are_unique_and_name_nothing_else()
    {
        Names.Should().OnlyHaveUniqueItems().And.NotContain("none");
        NormalizationConfiguration.All.Select(normalization => normalization.Abbreviation).Should().OnlyHaveUniqueItems();
    }

    [Test]
    public void Its_layers_are_called_by_their_kind_in_lower_camel_case_with_a_number() =>
        NetworkLayout.Of(new() { HiddenSizes = [3, 2], Normalization = new Abbreviated() }).Layers.OfType<NormalizationLayout>()
            .Select(layer => layer.Name).Should().Equal("xyzNormalization1", "xyzNormalization2");

    private sealed record Abbreviated : NormalizationConfiguration
    {
        public override string Name => "xyz";

        public override string Abbreviation => "XYZ";

        public override string LayerKind => "XYZNormalization";

        public override ImmutableArray<ParameterLayout> Parameters(int features) => [];
    }
}
