namespace Pipeline.UnitTests.Crypto.KeyExchange.Vectors;

/// <summary>What is wrong with a <see cref="WrongExchange"/>.</summary>
public enum ExchangeFault
{
    /// <summary>A bit of the public value is wrong.</summary>
    WrongPublicValue,

    /// <summary>A bit of the secret is wrong.</summary>
    WrongSecret,

    /// <summary>No peer's value is good.</summary>
    RefusesEverything,
}
