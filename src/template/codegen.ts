import type { Expression, MacroStatement, Signature, Statement, Target } from './ast.ts';
import { ExpressionCodegen } from './codegen-expression.ts';
import { assignedNames, CodeScope, mentions, targetNames, type FunctionFrame } from './codegen-scope.ts';

const quote = (value: unknown): string => JSON.stringify(value);

/** JavaScript, and the texts that it reads from `C`. */
export interface GeneratedCode {
  readonly code: string;
  readonly constants: readonly string[];
}

/** JavaScript for a whole template: the body of a function of `S`, the scope, that gives the text. */
export function generateTemplate(body: readonly Statement[], async: boolean): GeneratedCode {
  const codegen = new Codegen(async);
  return { code: codegen.template(body), constants: codegen.constants };
}

/** JavaScript for one macro: the body of a function of `S`, the scope, that gives the macro as a value. */
export function generateMacro(macro: MacroStatement, async: boolean): GeneratedCode {
  const codegen = new Codegen(async);
  return { code: codegen.macro(macro), constants: codegen.constants };
}

/** JavaScript for the values that a template of one or more `{{ }}` gives, for native rendering. */
export function generateValues(body: readonly Statement[], async: boolean): GeneratedCode {
  const codegen = new Codegen(async, true);
  return { code: codegen.values(body), constants: codegen.constants };
}

class Codegen extends ExpressionCodegen {
  readonly #function: string;

  constructor(async: boolean, isNative = false) {
    super(async, isNative);
    this.#function = async ? 'async function' : 'function';
  }

  template(body: readonly Statement[]): string {
    const frame: FunctionFrame = { temporaries: [], canReturn: false };
    const code = this.#scoped(body, new CodeScope(null, frame), 'o');
    return `return ${this.#function}(S){let o='',p=0;begin();${declare(frame)}try{${code}return o}catch(e){throw at(e,p,null)}}`;
  }

  macro(macro: MacroStatement): string {
    const outer = new CodeScope(null, { temporaries: [], canReturn: false });
    return `return function(S){return macro(${quote(macro.name)},${this.#macroFunction(macro.name, macro, outer, true)})}`;
  }

  values(body: readonly Statement[]): string {
    const frame: FunctionFrame = { temporaries: [], canReturn: false };
    const scope = new CodeScope(null, frame);
    const declared = this.#declarations(body, scope);
    const parts = body.map((statement) => {
      if (statement.kind === 'data') return `v.push(${quote(statement.text)});`;
      if (statement.kind === 'output')
        return `p=${statement.pos};v.push(${this.value(statement.expression, scope)});`;
      return `{let o='';${this.#block([statement], scope, 'o')}if(o!=='')v.push(o)}`;
    });
    return `return ${this.#function}(S){let v=[],p=0;begin();${declare(frame)}try{${declared}${parts.join('')}return v}catch(e){throw at(e,p,null)}}`;
  }

  /** Declares the variables that the statements set in this scope and are not declared yet. */
  #declarations(body: readonly Statement[], scope: CodeScope): string {
    const fresh: string[] = [];
    for (const name of assignedNames(body)) {
      if (scope.variables.has(name)) continue;
      fresh.push(`${this.#declareVariable(scope, name, false)}=UNSET`);
    }
    return fresh.length > 0 ? `let ${fresh.join(',')};` : '';
  }

  #declareVariable(scope: CodeScope, name: string, definite: boolean): string {
    const js = this.fresh('v');
    scope.variables.set(name, { js, definite });
    return js;
  }

  #scoped(body: readonly Statement[], scope: CodeScope, out: string): string {
    return this.#declarations(body, scope) + this.#block(body, scope, out);
  }

  #block(body: readonly Statement[], scope: CodeScope, out: string): string {
    return body.map((statement) => this.#statement(statement, scope, out)).join('');
  }

  #statement(statement: Statement, scope: CodeScope, out: string): string {
    const place = `p=${statement.pos};`;
    switch (statement.kind) {
      case 'data':
        return `${out}+=${quote(statement.text)};`;
      case 'output': {
        const returned = this.#returned(statement.expression, scope);
        return returned ? place + returned : `${place}${out}+=${this.text(statement.expression, scope)};`;
      }
      case 'do':
        return (
          place +
          (this.#returned(statement.expression, scope) ?? `${this.value(statement.expression, scope)};`)
        );
      case 'if': {
        const otherwise = statement.otherwise ? `else{${this.#block(statement.otherwise, scope, out)}}` : '';
        return `${place}if(${this.truth(statement.test, scope)}){${this.#block(statement.then, scope, out)}}${otherwise}`;
      }
      case 'set':
        return place + this.#assign(statement.target, this.value(statement.value, scope), scope);
      case 'set-block': {
        const [code, text] = this.#captured(statement.body, statement.filter, scope);
        return `${place}{${code}${this.#assign(statement.target, text, scope)}}`;
      }
      case 'filter-block': {
        const [code, text] = this.#captured(statement.body, statement.filter, scope);
        return `${place}{${code}${out}+=toText(${text});}`;
      }
      case 'with':
        return this.#with(statement, scope, out);
      case 'for':
        return place + this.#for(statement, scope, out);
      case 'macro': {
        const variable = scope.variables.get(statement.name)?.js ?? '';
        const code = this.#macroFunction(statement.name, statement, scope, true);
        return `${variable}=macro(${quote(statement.name)},${code});`;
      }
      case 'call-block': {
        const caller = this.#macroFunction('caller', statement, scope, false);
        const call = this.callCode(statement.call, scope, [`["caller",macro("caller",${caller})]`]);
        return `${place}${out}+=toText(${call});`;
      }
      case 'break':
      case 'continue':
        return `${statement.kind};`;
    }
  }

  /** `return(x)` as a whole statement inside a macro is a JavaScript return; null for anything else. */
  #returned(expression: Expression, scope: CodeScope): string | null {
    if (!scope.frame.canReturn || expression.kind !== 'call') return null;
    if (expression.callee.kind !== 'name' || expression.callee.name !== 'return') return null;
    const [value] = expression.args.positional;
    return `return ${value ? this.value(value, scope) : 'null'};`;
  }

  #assign(target: Target, value: string, scope: CodeScope): string {
    if (target.kind === 'name') return `${scope.variables.get(target.name)?.js ?? ''}=${value};`;
    if (target.kind === 'namespace') {
      return `setAttribute(${this.read(target.object, scope)},${quote(target.name)},${value});`;
    }
    const held = this.temporary(scope.frame);
    const parts = target.items.map((item, index) => this.#assign(item, `${held}[${index}]`, scope));
    return `${held}=unpack(${value},${target.items.length});${parts.join('')}`;
  }

  /** The text of a body in a scope of its own, and the code that computes it, with a filter applied where given. */
  #captured(
    body: readonly Statement[],
    filter: Expression | null,
    scope: CodeScope,
  ): readonly [string, string] {
    const inner = new CodeScope(scope, scope.frame);
    const buffer = this.fresh('b');
    const code = `let ${buffer}='';${this.#scoped(body, inner, buffer)}`;
    if (filter === null) return [code, buffer];
    const filtered = this.fresh('f');
    return [`${code}let ${filtered};{const B=${buffer};${filtered}=${this.value(filter, scope)}}`, filtered];
  }

  #with(statement: Statement & { readonly kind: 'with' }, scope: CodeScope, out: string): string {
    const inner = new CodeScope(scope, scope.frame);
    let code = '';
    for (const [target, expression] of statement.bindings) {
      const value = this.value(expression, scope);
      code += this.#bind(target, value, inner);
    }
    return `{${code}${this.#scoped(statement.body, inner, out)}}`;
  }

  /** Declares a target's names in the scope and sets them. */
  #bind(target: Target, value: string, scope: CodeScope): string {
    if (target.kind === 'name') return `let ${this.#declareVariable(scope, target.name, true)}=${value};`;
    let code = '';
    targetNames(target, (name) => (code += `let ${this.#declareVariable(scope, name, true)};`));
    return code + this.#assign(target, value, scope);
  }

  #for(statement: Statement & { readonly kind: 'for' }, scope: CodeScope, out: string): string {
    if (statement.recursive) return this.#recursiveFor(statement, scope, out);
    const items = this.fresh('a');
    const index = this.fresh('i');
    const inner = new CodeScope(scope, scope.frame);
    const usesLoop = mentions(statement.body, 'loop');
    let head = `const ${items}=${this.#items(statement, scope)};`;
    let step = '';
    if (usesLoop) {
      const loop = this.fresh('l');
      head += `const ${loop}=loop(${items},0,null);`;
      inner.variables.set('loop', { js: loop, definite: true });
      step = `${loop}.index0=${index};`;
    }
    const bind = this.#bind(statement.target, `${items}[${index}]`, inner);
    const body = this.#scoped(statement.body, inner, out);
    const otherwise = statement.otherwise
      ? `if(${items}.length===0){${this.#scoped(statement.otherwise, new CodeScope(scope, scope.frame), out)}}`
      : '';
    return `{${head}for(let ${index}=0;${index}<${items}.length;${index}++){pass();${step}${bind}${body}}${otherwise}}`;
  }

  /** The items of a loop as an array, filtered where the loop has an `if`. */
  #items(statement: Statement & { readonly kind: 'for' }, scope: CodeScope, source?: string): string {
    const all = `toArray(${source ?? this.value(statement.iterable, scope)})`;
    if (statement.filter === null) return all;
    const item = this.fresh('x');
    const kept = this.fresh('k');
    const inner = new CodeScope(scope, scope.frame);
    const bind = this.#bind(statement.target, item, inner);
    const test = this.truth(statement.filter, inner);
    // A filter may await, so it is a loop in a function of its own flavour rather than Array.filter.
    const code = `const ${kept}=[];for(const ${item} of ${all}){${bind}if(${test})${kept}.push(${item})}return ${kept}`;
    return this.async ? `await(async()=>{${code}})()` : `(()=>{${code}})()`;
  }

  #recursiveFor(statement: Statement & { readonly kind: 'for' }, scope: CodeScope, out: string): string {
    const name = this.fresh('r');
    const items = this.fresh('a');
    const index = this.fresh('i');
    const loop = this.fresh('l');
    const frame: FunctionFrame = { temporaries: [], canReturn: false };
    const inner = new CodeScope(scope, frame);
    inner.variables.set('loop', { js: loop, definite: true });
    const list = this.#items(statement, new CodeScope(scope, frame), 's');
    const bind = this.#bind(statement.target, `${items}[${index}]`, inner);
    const body = this.#scoped(statement.body, inner, 'o');
    const otherwise = statement.otherwise
      ? `if(${items}.length===0){${this.#scoped(statement.otherwise, new CodeScope(scope, frame), 'o')}}`
      : '';
    const code =
      `const ${items}=${list},${loop}=loop(${items},d,z=>${name}(z,d+1));` +
      `for(let ${index}=0;${index}<${items}.length;${index}++){pass();${loop}.index0=${index};${bind}${body}}${otherwise}return o`;
    const call = `${name}(${this.value(statement.iterable, scope)},0)`;
    return `{const ${name}=${this.#function}(s,d){let o='';${declare(frame)}${code}};${out}+=${this.async ? `await ${call}` : call};}`;
  }

  /** A macro or caller as a JavaScript function of its arguments `A` and keyword arguments `K`. */
  #macroFunction(
    name: string,
    statement: { readonly signature: Signature; readonly body: readonly Statement[]; readonly pos: number },
    outer: CodeScope,
    canReturn: boolean,
  ): string {
    const { signature, body, pos } = statement;
    const frame: FunctionFrame = { temporaries: [], canReturn };
    const scope = new CodeScope(outer, frame);
    const prologue = this.#prologue(name, signature, body, scope, canReturn);
    const code = this.#scoped(body, scope, 'o');
    const caught = canReturn
      ? 'if(e instanceof MacroReturn)return e.value;'
      : 'if(e instanceof MacroReturn)throw e;';
    const label = canReturn ? quote(name) : 'null';
    return `${this.#function}(A,K){let o='',p=${pos};${declare(frame)}try{enter();${prologue}${code}return o}catch(e){${caught}throw at(e,p,${label})}}`;
  }

  #prologue(
    name: string,
    signature: Signature,
    body: readonly Statement[],
    scope: CodeScope,
    strict: boolean,
  ): string {
    const { parameters, defaults } = signature;
    const required = parameters.length - defaults.length;
    let code = '';
    parameters.forEach((parameter, index) => {
      const fallback = defaults[index - required];
      const given = `A.length>${index}?A[${index}]:K!==null?K.get(${quote(parameter)}):undefined`;
      const otherwise = fallback
        ? this.value(fallback, scope)
        : `undefinedValue(${quote(`parameter '${parameter}' was not provided`)})`;
      const js = this.#declareVariable(scope, parameter, true);
      code += `let ${js}=${given};if(${js}===undefined)${js}=${otherwise};`;
    });
    const usesCaller = mentions(body, 'caller');
    const usesKeywords = mentions(body, 'kwargs');
    if (usesCaller) {
      const js = this.#declareVariable(scope, 'caller', true);
      code += `let ${js}=K!==null&&K.get("caller")||undefinedValue("No caller defined");`;
    }
    if (mentions(body, 'varargs')) {
      code += `let ${this.#declareVariable(scope, 'varargs', true)}=tuple(A.slice(${parameters.length}));`;
    } else code += `checkCount(${quote(name)},A,${parameters.length});`;
    const known = quote(parameters);
    if (usesKeywords)
      code += `let ${this.#declareVariable(scope, 'kwargs', true)}=restKeywords(K,${known},A.length);`;
    else if (strict) code += `if(K!==null)checkKeywords(${quote(name)},K,${known},A.length,${usesCaller});`;
    return code;
  }
}

function declare(frame: FunctionFrame): string {
  return frame.temporaries.length > 0 ? `let ${frame.temporaries.join(',')};` : '';
}
