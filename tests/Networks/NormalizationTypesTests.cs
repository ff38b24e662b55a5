using System.Collections.Immutable;
using Reproduction.Networks;

namespace Reproduction.Tests.Networks;

/// <summary>What computes a normalization is found by the interface that says so; a class too few and a class too many are told by name.</summary>
public sealed class NormalizationTypesTests
{
    [Test]
    public void The_class_that_says_so_is_found()
    {
        NormalizationTypes.For(typeof(IComputes<>), new One()).Should().Be<ComputesOne>();
        NormalizationTypes.For(typeof(IComputesBy<,>), new One()).Should().Be(typeof(ComputesOneBy<>));
    }

    [Test]
    public void None_is_refused_with_what_is_missing() => FluentActions.Invoking(() => NormalizationTypes.For(typeof(IComputes<>), new None()))
        .Should().Throw<InvalidConfigurationException>()
        .WithMessage("Test needs one class in Reproduction.Tests that implements IComputes for None; there is none.");

    [Test]
    public void Several_are_refused_by_name() => FluentActions.Invoking(() => NormalizationTypes.For(typeof(IComputes<>), new Several()))
        .Should().Throw<InvalidConfigurationException>().WithMessage("*IComputes for Several; there is FirstOfSeveral and SecondOfSeveral.");

    private interface IComputes<TConfiguration>;

    private interface IComputesBy<TOther, TConfiguration>;

    private abstract record Test : NormalizationConfiguration
    {
        public override string Name => "test";

        public override string Abbreviation => "TN";

        public override string LayerKind => "Test";

        public override ImmutableArray<ParameterLayout> Parameters(int features) => [];
    }

    private sealed record One : Test;

    private sealed record None : Test;

    private sealed record Several : Test;

    private abstract class NoClassOfItsOwn : IComputes<One>, IComputes<None>;

    private sealed class ComputesOne : IComputes<One>;

    private sealed class ComputesOneBy<TOther> : IComputesBy<TOther, One>;

    private sealed class FirstOfSeveral : IComputes<Several>;

    private sealed class SecondOfSeveral : IComputes<Several>;
}
