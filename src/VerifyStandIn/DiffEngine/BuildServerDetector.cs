using System.Collections;

namespace DiffEngine;

/// <summary>Tells a build server by its environment variables.</summary>
/// <remarks><c>CI=true</c> is not one of them.</remarks>
public static class BuildServerDetector
{
    private static readonly AsyncLocal<bool?> Override = new();
    private static readonly bool Found = Detects(Environment.GetEnvironmentVariables());

    /// <summary>Whether this is a build server; what is set holds for the code that sets it and what that calls.</summary>
    public static bool Detected
    {
        get => Override.Value ?? Found;
        set => Override.Value = value;
    }

    internal static bool Detects(IDictionary variables)
    {
        string[] present =
        [
            "GITHUB_ACTION", "JENKINS_URL", "GITLAB_CI", "APPVEYOR", "TEAMCITY_VERSION", "TRAVIS_BUILD_ID", "BITBUCKET_BUILD_NUMBER",
            "GO_SERVER_URL",
        ];
        (string Name, string Value)[] equal = [("TF_BUILD", "True"), ("DOTNET_RUNNING_IN_CONTAINER", "true"), ("BuildRunner", "MyGet")];

        return present.Any(variables.Contains) ||
            equal.Any(v => string.Equals(variables[v.Name] as string, v.Value, StringComparison.OrdinalIgnoreCase));
    }
}
