using Mono.Cecil;
using Reproduction.Models;

namespace Reproduction.Tests;

/// <summary>A call from our code that makes a TorchSharp scalar.</summary>
/// <param name="Caller">The class that calls, by its full name.</param>
/// <param name="Method">Its method.</param>
/// <param name="Way">What is called, and what that calls, down to the scalar.</param>
internal sealed record ScalarCall(string Caller, string Method, string Way)
{
    public override string ToString() => $"{Caller}.{Method}: {Way}";
}

/// <summary>The methods of TorchSharp that make a scalar: read off the compiled code, since the sources do not show it.</summary>
/// <remarks>
/// A method makes scalars when it, or whatever it calls within TorchSharp, does: <c>a + b</c> of two tensors makes one. A constructor does so also
/// when an overriding method of its class does, since callers reach that one through the base class, as they reach <c>Optimizer.step</c>.
/// </remarks>
internal sealed class ScalarMakers
{
    private readonly ReaderParameters reading;
    private readonly string library;

    /// <summary>From each such method to the next one on the way to a scalar; null for those that make it.</summary>
    private readonly Dictionary<string, string?> next = new(StringComparer.Ordinal);

    public ScalarMakers(string torchSharp)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(torchSharp));
        reading = new() { AssemblyResolver = resolver, InMemory = true };
        library = Path.GetFileNameWithoutExtension(torchSharp);
        var methods = Read(torchSharp).SelectMany(type => type.Methods).ToList();
        var callers = methods.SelectMany(Calls).ToLookup(call => call.To, call => call.From, StringComparer.Ordinal);
        var found = new Queue<string>();
        foreach (var maker in methods.Where(method => method.Name is "ToScalar" or "ToBFloat16Scalar"
            || (method.IsConstructor && method.DeclaringType.Name == "Scalar")))
        {
            next[maker.FullName] = null;
            found.Enqueue(maker.FullName);
        }

        while (found.TryDequeue(out var callee))
        {
            foreach (var caller in callers[callee].Where(caller => next.TryAdd(caller, callee)))
            {
                found.Enqueue(caller);
            }
        }
    }

    /// <summary>An assembly's calls that make a scalar; <see cref="OwnedScalar"/>'s constructor, which keeps its scalar, is none of them.</summary>
    public IEnumerable<ScalarCall> CallsFrom(string assembly) =>
        from type in Read(assembly)
        from method in type.Methods
        where type.FullName != typeof(OwnedScalar).FullName || !method.IsConstructor
        from callee in Callees(method)
        where next.ContainsKey(callee)
        select new ScalarCall(type.FullName.Replace('/', '+'), method.Name, string.Join(" -> ", Way(callee)));

    private IEnumerable<string> Way(string? from)
    {
        for (; from is not null; from = next[from])
        {
            yield return from;
        }
    }

    private IEnumerable<TypeDefinition> Read(string assembly)
    {
        static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);
        return ModuleDefinition.ReadModule(assembly, reading).Types.SelectMany(WithNested);
    }

    private IEnumerable<(string From, string To)> Calls(MethodDefinition method)
    {
        foreach (var callee in Callees(method))
        {
            yield return (method.FullName, callee);
        }

        if (method.IsVirtual && method.IsReuseSlot && IsDeclaredAbove(method))
        {
            foreach (var constructor in method.DeclaringType.Methods.Where(other => other.IsConstructor))
            {
                yield return (constructor.FullName, method.FullName);
            }
        }
    }

    private IEnumerable<string> Callees(MethodDefinition method) => !method.HasBody
        ? []
        : method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>()
            .Where(callee => callee.DeclaringType is not ArrayType
                && callee.DeclaringType.GetElementType().Scope.Name.StartsWith(library, StringComparison.Ordinal))
            .Select(callee => callee.GetElementMethod().Resolve()?.FullName
                ?? throw new InvalidOperationException($"{callee.FullName} is not in {library}."));

    /// <summary>Whether a class of TorchSharp above declares the method; those of System.Object are called by nobody here.</summary>
    private bool IsDeclaredAbove(MethodDefinition method)
    {
        for (var type = Above(method.DeclaringType); type is not null; type = Above(type))
        {
            if (type.Methods.Any(other => other.IsVirtual && other.Name == method.Name && other.Parameters.Count == method.Parameters.Count))
            {
                return true;
            }
        }

        return false;
    }

    private TypeDefinition? Above(TypeDefinition type) =>
        type.BaseType is { } above && above.GetElementType().Scope.Name.StartsWith(library, StringComparison.Ordinal) ? above.Resolve() : null;
}
