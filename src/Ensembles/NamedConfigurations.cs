using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>Normalizations and optimizers by their names, as results and grids store them.</summary>
internal static class NamedConfigurations
{
    /// <summary>The optimizer as a line stores it; null for plain gradient descent, which is not written.</summary>
    public static OptimizerShape? Shape(OptimizerConfiguration optimizer) => optimizer switch
    {
        SgdConfiguration { IsPlain: true } => null,
        SgdConfiguration sgd => new() { Name = sgd.Name, Momentum = sgd.Momentum },
        AdamConfiguration adam => new() { Name = adam.Name, Beta1 = adam.Beta1, Beta2 = adam.Beta2, Epsilon = adam.Epsilon },
        _ => throw new NotSupportedException($"Results have no place for the optimizer {optimizer.Name}."),
    };

    /// <summary>The optimizer of a shape; a setting that is left out has the default that goes with the name.</summary>
    /// <exception cref="InvalidConfigurationException">There is no such optimizer, it has no such setting, or a value is out of range.</exception>
    public static OptimizerConfiguration Optimizer(string where, OptimizerShape shape)
    {
        var standard = Optimizer(where, shape.Name);
        OptimizerConfiguration optimizer = standard switch
        {
            SgdConfiguration sgd => sgd with { Momentum = shape.Momentum ?? sgd.Momentum },
            AdamConfiguration adam =>
                adam with { Beta1 = shape.Beta1 ?? adam.Beta1, Beta2 = shape.Beta2 ?? adam.Beta2, Epsilon = shape.Epsilon ?? adam.Epsilon },
            _ => standard,
        };
        optimizer.Validate();
        const string takes = "momentum and nesterov take momentum above 0, adam takes beta1, beta2 and epsilon";
        InvalidConfigurationException.ThrowUnless(
            optimizer.Name == shape.Name
                && (shape.Momentum is null || optimizer is SgdConfiguration)
                && (shape is { Beta1: null, Beta2: null, Epsilon: null } || optimizer is AdamConfiguration),
            $"{where}: {shape.Name} does not go with these settings; {takes}.");
        return optimizer;
    }

    /// <summary>The optimizer that goes by a name.</summary>
    public static OptimizerConfiguration Optimizer(string where, string name) =>
        OptimizerConfiguration.All.FirstOrDefault(optimizer => optimizer.Name == name)
        ?? throw new InvalidConfigurationException(
            $"{where} takes {string.Join(", ", OptimizerConfiguration.All.Select(optimizer => optimizer.Name))}; received '{name}'.");

    /// <summary>The normalization that goes by a name; null for <c>none</c>.</summary>
    public static NormalizationConfiguration? Normalization(string where, string name) => name == "none"
        ? null
        : NormalizationConfiguration.All.FirstOrDefault(normalization => normalization.Name == name)
            ?? throw new InvalidConfigurationException(
                $"{where} takes {string.Join(", ", NormalizationConfiguration.All.Select(normalization => normalization.Name))} or none; received "
                    + $"'{name}'.");
}
