using Pipeline.Engine.Configuration.Json;

namespace Pipeline.Engine.Configuration.Connections;

/// <summary>The object <c>ike</c> to <see cref="IkeOptions"/>.</summary>
internal static class IkeOptionsReader
{
    private const ulong MaximumSas = 1_000_000;

    /// <summary>Reads the object; without one, the defaults.</summary>
    /// <param name="ike">The object, or null.</param>
    /// <param name="allowLegacy">What the file says about legacy algorithms as a whole.</param>
    public static IkeOptions Read(ObjectReader? ike, bool allowLegacy)
    {
        var defaults = new IkeOptions { AllowLegacy = allowLegacy };
        if (ike is null)
        {
            return defaults;
        }

        return new IkeOptions
        {
            AllowLegacy = ike.Boolean("allowLegacy", allowLegacy),
            MaximumHalfOpenSas = Read("maximumHalfOpenSas", 1, MaximumSas, defaults.MaximumHalfOpenSas),
            MaximumHalfOpenSasPerSource = Read("maximumHalfOpenSasPerSource", 1, MaximumSas, defaults.MaximumHalfOpenSasPerSource),
            CookieThresholdSas = Read("cookieThresholdSas", 0, MaximumSas, defaults.CookieThresholdSas),
            HalfOpenTimeoutSeconds = Read("halfOpenTimeoutSeconds", 1, 600, defaults.HalfOpenTimeoutSeconds),
            MaximumIkeSas = Read("maximumIkeSas", 1, MaximumSas, defaults.MaximumIkeSas),
        };

        int Read(string field, ulong minimum, ulong maximum, int fallback) => (int)ike.Number(field, minimum, maximum, (ulong)fallback);
    }
}
