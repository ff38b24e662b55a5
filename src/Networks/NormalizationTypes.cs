namespace Reproduction.Networks;

/// <summary>Finds what computes a normalization: a class says by an interface which configuration it is for, and nothing lists it.</summary>
public static class NormalizationTypes
{
    /// <summary>The class that implements an interface for the kind of a normalization, in the interface's own assembly.</summary>
    /// <param name="contract">A generic interface; its last type argument is the configuration that a class is for.</param>
    /// <param name="configuration">The normalization.</param>
    /// <exception cref="InvalidConfigurationException">There is no such class, or there are several.</exception>
    public static Type For(Type contract, NormalizationConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(configuration);
        var kind = configuration.GetType();
        var found = contract.Assembly.GetTypes().Where(type => !type.IsAbstract && Array.Exists(type.GetInterfaces(), IsContract)).ToList();
        var received = found.Count == 0 ? "none" : string.Join(" and ", found.Select(type => type.Name.Split('`')[0]));
        var (name, project) = (contract.Name.Split('`')[0], contract.Assembly.GetName().Name);
        InvalidConfigurationException.ThrowUnless(
            found.Count == 1, $"{configuration.LayerKind} needs one class in {project} that implements {name} for {kind.Name}; there is {received}.");
        return found[0];

        bool IsContract(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == contract && type.GetGenericArguments()[^1] == kind;
    }
}
