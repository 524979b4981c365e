namespace Pipeline.Crypto.Certificates;

/// <summary>One search for a path from an end entity to an anchor; bounded in depth and in signatures verified.</summary>
internal sealed class PathSearch(CertificateStore store, IReadOnlyList<Certificate> sent, CertificateRules rules)
{
    // Certificates of one name and many keys could make a tree; no honest peer needs a tenth of this.
    private const int MostVerifications = 64;

    private readonly HashSet<Certificate> _anchors = [.. rules.Anchors ?? store.Anchors];
    private readonly List<Certificate> _path = [];
    private int _verifications;
    private CertificateVerdict? _nearest;

    /// <summary>Finds a path, or names what stood in the way where the search came farthest.</summary>
    internal CertificateVerdict Run(Certificate endEntity)
    {
        _path.Add(endEntity);
        return Extend()
            ? new CertificateVerdict { Problem = CertificateProblem.None, Certificate = endEntity, Path = [.. _path] }
            : _nearest!;
    }

    private bool Extend()
    {
        Certificate current = _path[^1];
        if (_anchors.Contains(current))
        {
            return true;
        }

        CertificateProblem problem = ProblemOfSignature(current);
        if (problem != CertificateProblem.None)
        {
            return Fail(problem, current);
        }

        bool found = false;
        foreach (Certificate issuer in Issuers(current))
        {
            found = true;
            if (IsStep(current, issuer))
            {
                _path.Add(issuer);
                if (Extend())
                {
                    return true;
                }

                _path.RemoveAt(_path.Count - 1);
            }
        }

        return !found && Fail(current.IsSelfIssued ? CertificateProblem.NotAnAnchor : CertificateProblem.UnknownIssuer, current);
    }

    private CertificateProblem ProblemOfSignature(Certificate certificate) => certificate.Signed.Algorithm switch
    {
        null => CertificateProblem.UnknownSignature,
        { IsLegacy: true } when !rules.AllowLegacy => CertificateProblem.WeakSignature,
        _ => _path.Count == CertificateCheck.LongestPath ? CertificateProblem.PathTooLong : CertificateProblem.None,
    };

    /// <summary>Who may have signed it, anchors first; never one that is in the path already.</summary>
    private IEnumerable<Certificate> Issuers(Certificate certificate) => _anchors
        .Concat(sent.Take(CertificateCheck.MostSent))
        .Where(candidate => candidate.Subject.Equals(certificate.Issuer))
        .Concat(store.Intermediates(certificate.Issuer))
        .Distinct()
        .Where(candidate => !_path.Contains(candidate) && KeyIdsAgree(certificate, candidate));

    private static bool KeyIdsAgree(Certificate certificate, Certificate candidate)
    {
        byte[] wanted = certificate.Extensions.AuthorityKeyId, offered = candidate.Extensions.SubjectKeyId;
        return wanted.Length == 0 || offered.Length == 0 || wanted.AsSpan().SequenceEqual(offered);
    }

    /// <summary>True when the issuer may issue, did issue, and has not revoked.</summary>
    private bool IsStep(Certificate current, Certificate issuer)
    {
        CertificateProblem problem = ProblemOfIssuer(issuer);
        if (problem != CertificateProblem.None)
        {
            return Fail(problem, issuer);
        }

        if (++_verifications > MostVerifications)
        {
            return Fail(CertificateProblem.PathTooLong, current);
        }

        if (!current.Signed.IsSignedBy(issuer.Key!))
        {
            return Fail(CertificateProblem.BadSignature, current);
        }

        problem = ProblemOfRevocation(current, issuer, out DateTimeOffset? revokedAt);
        return problem == CertificateProblem.None || Fail(problem, current, revokedAt);
    }

    private CertificateProblem ProblemOfIssuer(Certificate issuer)
    {
        CertificateProblem problem = CertificateCheck.ProblemOfAny(issuer, rules);
        if (problem != CertificateProblem.None)
        {
            return problem;
        }

        if (!issuer.Extensions.IsCa)
        {
            return CertificateProblem.NotACa;
        }

        if (!issuer.Extensions.Allows(KeyUsageBit.KeyCertSign))
        {
            return CertificateProblem.WrongKeyUsage;
        }

        if (issuer.Extensions.HasNameConstraints)
        {
            return CertificateProblem.NameConstraints;
        }

        // RFC 5280 §4.2.1.9: neither the end entity nor self-issued CAs count.
        int casBelow = _path.Skip(1).Count(certificate => !certificate.IsSelfIssued);
        return casBelow > (issuer.Extensions.PathLength ?? int.MaxValue)
            ? CertificateProblem.TooManyCasBelow
            : CertificateProblem.None;
    }

    private CertificateProblem ProblemOfRevocation(Certificate certificate, Certificate issuer, out DateTimeOffset? revokedAt)
    {
        revokedAt = null;
        bool isStrict = rules.Revocation == RevocationPolicy.Strict;
        RevocationList? list = Array.Find(
            store.RevocationLists(issuer.Subject), candidate => (rules.AllowLegacy || !candidate.IsWeak) && candidate.IsSignedBy(issuer));
        if (list is null)
        {
            return isStrict ? CertificateProblem.RevocationUnknown : CertificateProblem.None;
        }

        if (list.Names(certificate, out DateTimeOffset since))
        {
            revokedAt = since;
            return CertificateProblem.Revoked;
        }

        return isStrict && !list.IsCurrent(rules.At) ? CertificateProblem.RevocationOutdated : CertificateProblem.None;
    }

    /// <summary>Keeps the failure farthest from the end entity, of those the first: it is the nearest miss.</summary>
    private bool Fail(CertificateProblem problem, Certificate certificate, DateTimeOffset? revokedAt = null)
    {
        if (_nearest is null || _path.Count > _nearest.Path.Count)
        {
            _nearest = new CertificateVerdict
            {
                Problem = problem,
                Certificate = certificate,
                Path = [.. _path],
                RevokedAt = revokedAt,
            };
        }

        return false;
    }
}
