namespace VerifyTests;

/// <summary>Whether to accept what was received for one verified file (its full path), set for one call.</summary>
public delegate bool AutoVerify(string verifiedFile);

/// <summary>Whether to accept what was received for one verified file (its full path), set for all calls.</summary>
public delegate bool GlobalAutoVerify(string typeName, string methodName, string verifiedFile);
