using System.Reflection;
using NUnit.Framework.Internal;

namespace Reproduction.VerifyStandIn;

/// <summary>The test that calls Verify.</summary>
/// <param name="Type">The fixture.</param>
/// <param name="Method">The test method.</param>
/// <param name="ParameterNames">Those of the fixture's constructor, then those of the method.</param>
/// <param name="Arguments">The values, in the same order.</param>
internal sealed record RunningTest(Type Type, MethodInfo Method, IReadOnlyList<string> ParameterNames, IReadOnlyList<object?> Arguments)
{
    /// <summary>The type's name in file names: a nested type's carries the outer one's, no namespace appears.</summary>
    public string TypeName => Type.IsNested ? $"{Type.ReflectedType!.Name}.{Type.Name}" : Type.Name;

    public static RunningTest Current()
    {
        // TestContext shows the same test, without its method's reflection object.
        var test = TestExecutionContext.CurrentContext.CurrentTest;
        var method = test.Method ??
            throw new Exception("TestContext.CurrentContext.Test.Method is null. Verify can only be used from within a test method.");

        var fixture = test.Parent is ParameterizedMethodSuite suite ? suite.Parent : test.Parent;
        object?[] fixtureArguments = fixture?.Arguments ?? [];
        return new(
            method.TypeInfo.Type,
            method.MethodInfo,
            [.. ConstructorParameters(method.TypeInfo.Type, fixtureArguments.Length), .. Names(method.MethodInfo.GetParameters())],
            [.. fixtureArguments, .. test.Arguments]);
    }

    private static IEnumerable<string> ConstructorParameters(Type type, int count)
    {
        if (count == 0)
        {
            return [];
        }

        var candidates = type.GetConstructors().Select(c => c.GetParameters()).Where(p => p.Length == count).ToList();
        return candidates switch
        {
            [var parameters] => Names(parameters),
            [] => throw new Exception($"Could not find constructor with {count} parameters."),
            _ => throw new Exception(
                $"Found multiple constructors with {count} parameters. Unable to derive names of parameters. " +
                "Instead use UseParameters to pass in explicit parameter."),
        };
    }

    private static IEnumerable<string> Names(IEnumerable<ParameterInfo> parameters) => parameters.Select(p => p.Name!);
}
