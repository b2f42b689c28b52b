import { changeUser } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok, taken } from '../../platform/http/response.ts';
import { changeProfile } from '../change-profile.ts';
import { ownProfiles } from '../own.ts';
import { ownToken } from '../own-token.ts';
import { normalEmail, presentUser } from '../user.ts';

const profiles = ownProfiles();

/** PATCH /users/{id} */
export const handler = endpoint(changeUser, async ({ caller, path, body, by }) => {
  const user = await changeProfile(profiles, ownToken(caller, path), body, by);
  const waits = body.email !== undefined && normalEmail(body.email) !== user.email;
  return waits ? taken(presentUser(user)) : ok(presentUser(user));
});
