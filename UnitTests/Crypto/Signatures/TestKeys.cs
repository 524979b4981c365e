using System.Text;
using Pipeline.Crypto.Signatures;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Signatures;

/// <summary>Private keys of tests, and only of tests.</summary>
internal static class TestKeys
{
    /// <summary>Made by OpenSSL 3.</summary>
    internal const string Ed25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIOZ/ck7WCzI+oBxAr24pRixvb7awkVkXqU7zMQzQQ64O
        -----END PRIVATE KEY-----
        """;

    /// <summary>The same key, encrypted by OpenSSL 3 with the passphrase "secret".</summary>
    internal const string EncryptedEd25519 = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiIhq11u87yUAICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEAfvnKLMur3oU+N6QgmkTOkEQFhB
        CZfLSbiG3ETfl7Iunv+pXbf9/iG1nvlRHHbcODno+EDFL43VwxjEhaewEB0bIf1o
        PAj+Lm9seczO+kzc4RM=
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    /// <summary>Made by OpenSSL 3.</summary>
    internal const string Ed448 = """
        -----BEGIN PRIVATE KEY-----
        MEcCAQAwBQYDK2VxBDsEOQyZIC4wDgUkOV50pijZKNZs7uKG1arcxzknO3ePD/AE
        C6mCsA7xyZMcNH7kAtrmxZuwjCCUvGXAXw==
        -----END PRIVATE KEY-----
        """;

    /// <summary>Reads a key that is good.</summary>
    internal static PrivateKey Read(string pem)
    {
        Assert.True(PrivateKey.TryRead(Encoding.ASCII.GetBytes(pem), [], allowLegacy: false, out PrivateKey? key, out _));
        return key;
    }
}
