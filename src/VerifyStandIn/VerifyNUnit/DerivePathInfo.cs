using System.Reflection;
using VerifyTests;

namespace VerifyNUnit;

/// <summary>Says where a test's files lie and what they are called.</summary>
/// <param name="sourceFile">The file of the call to Verify.</param>
/// <param name="projectDirectory">The folder of the test project, with a slash at its end.</param>
/// <param name="type">The fixture.</param>
/// <param name="method">The test method.</param>
public delegate PathInfo DerivePathInfo(string sourceFile, string projectDirectory, Type type, MethodInfo method);
