using System.Globalization;
using Pipeline.Crypto.Certificates;
using Pipeline.Engine.Configuration.Json;

namespace Pipeline.Engine.Configuration.Credentials;

/// <summary>Tells of certificates and revocation lists that are out of date, or soon will be.</summary>
/// <param name="errors">Where it is noted.</param>
/// <param name="now">The time; null not to look at dates at all.</param>
internal sealed class CertificateDates(ErrorList errors, DateTimeOffset? now)
{
    /// <summary>Long enough before the end to have a new one made.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>Looks at everything in a file.</summary>
    /// <param name="node">Where the configuration names it.</param>
    /// <param name="file">The file.</param>
    /// <param name="isOwn">True when its first certificate is ours: expired, it is an error, for no peer believes it (RFC 5280 §6.1.3).</param>
    public void Check(ConfigurationNode node, CertificateFile file, bool isOwn)
    {
        if (now is not { } time)
        {
            return;
        }

        for (int index = 0; index < file.Certificates.Count; index++)
        {
            Check(node, file.Certificates[index], time, isOwn && index == 0);
        }

        foreach (RevocationList list in file.RevocationLists.Where(list => list.NextUpdate < time))
        {
            errors.Warn(node, $"holds a revocation list of {list.Issuer} that should have been replaced on {Text(list.NextUpdate!.Value)}; fetch the new one");
        }
    }

    private void Check(ConfigurationNode node, Certificate certificate, DateTimeOffset time, bool isOwn)
    {
        if (certificate.NotAfter < time)
        {
            string problem = $"holds a certificate that has expired on {Text(certificate.NotAfter)}: {certificate}; put a new one in its place";
            if (isOwn)
            {
                errors.Add(node, problem);
            }
            else
            {
                errors.Warn(node, problem);
            }
        }
        else if (certificate.NotBefore > time)
        {
            errors.Warn(node, $"holds a certificate that is not valid before {Text(certificate.NotBefore)}: {certificate}; is the clock right?");
        }
        else if (certificate.NotAfter < time + Soon)
        {
            errors.Warn(node, $"holds a certificate that expires on {Text(certificate.NotAfter)}: {certificate}; have a new one made");
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
