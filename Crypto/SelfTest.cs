using System.Security.Cryptography;
using Pipeline.Crypto.KeyDerivation.Vectors;
using Pipeline.Crypto.KeyExchange.Vectors;
using Pipeline.Crypto.Signatures.Vectors;
using Pipeline.Crypto.Transforms.Vectors;

namespace Pipeline.Crypto;

/// <summary>Computes known answers before any traffic, so that a broken build or machine protects nothing.</summary>
public static class SelfTest
{
    private static readonly Lazy<bool> Passed = new(() =>
    {
        Run();
        return true;
    });

    /// <summary>Every answer that a start checks: packets, pseudorandom functions, key exchanges, signatures.</summary>
    internal static IEnumerable<KnownAnswer> Answers =>
        [.. KnownAnswers.All, .. KnownDerivations.All, .. KnownExchanges.All, .. KnownSignatures.All];

    /// <summary>Checks one published vector of every family of algorithms, and packets.</summary>
    /// <remarks>
    /// Computing takes 6 ms (measured on a shared core of a server). The first run takes 0.2 to 0.3 s, for it compiles all that it
    /// calls: four fifths are the kernels, which the first packets then find ready.
    /// </remarks>
    /// <exception cref="CryptographicException">An answer is wrong; the message names the algorithm.</exception>
    public static void Run() => Run(Answers);

    /// <summary>As <see cref="Run()"/>, once a process; every start of a gateway calls it.</summary>
    public static void RunOnce() => _ = Passed.Value;

    /// <summary>Checks these answers.</summary>
    internal static void Run(IEnumerable<KnownAnswer> answers)
    {
        foreach (KnownAnswer answer in answers)
        {
            string computed;
            try
            {
                computed = Convert.ToHexStringLower(answer.Compute());
            }
            catch (Exception failure) when (failure is CryptographicException or PlatformNotSupportedException)
            {
                throw new CryptographicException($"The self-test of {answer.Algorithm} could not run.", failure);
            }

            if (computed != answer.Expected)
            {
                throw new CryptographicException(
                    $"The self-test of {answer.Algorithm} gave a wrong answer; nothing may be protected with it.");
            }
        }
    }
}
