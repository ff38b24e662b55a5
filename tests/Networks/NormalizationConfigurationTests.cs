using Reproduction.Networks;

namespace Reproduction.Tests.Networks;

public sealed class NormalizationConfigurationTests
{
    [Test]
    public void Every_kind_of_normalization_has_its_place_in_the_list_once() =>
        NormalizationConfiguration.All.Select(normalization => normalization.GetType()).Should().BeEquivalentTo(
            typeof(NormalizationConfiguration).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(NormalizationConfiguration))));

    [Test]
    public void Names_and_abbreviations_are_unique()
    {
        NormalizationConfiguration.All.Select(normalization => normalization.Name).Should().OnlyHaveUniqueItems();
        NormalizationConfiguration.All.Select(normalization => normalization.Abbreviation).Should().OnlyHaveUniqueItems();
    }
}
