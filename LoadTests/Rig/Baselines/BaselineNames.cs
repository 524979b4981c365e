namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>What is measured beside a path, by the names that tables and rows use.</summary>
internal static class BaselineNames
{
    /// <summary>The cryptography of .NET.</summary>
    public const string Dotnet = "dotnet";

    /// <summary>OpenSSL's EVP functions with a reused context.</summary>
    public const string Openssl = "openssl";

    /// <summary>Intel's Multi-Buffer Crypto for IPsec library, called by itself: not our set of kernels <c>ipsec-mb</c>, which uses it too.</summary>
    public const string IpsecMb = "ipsec-mb alone";

    /// <summary>Our own kernel without the path around it.</summary>
    public const string Kernel = "kernel";
}
